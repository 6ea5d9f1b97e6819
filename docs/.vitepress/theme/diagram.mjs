import { useData } from 'vitepress';
import { defineComponent, h, onMounted, ref, watch } from 'vue';

let drawn = 0;
/** The last drawing: Mermaid has one configuration, and draws in the page itself. */
let drawing = Promise.resolve();

async function draw(text, theme) {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({ startOnLoad: false, theme });
  drawn += 1;
  const { svg } = await mermaid.render(`diagram-${drawn}`, text);
  return svg;
}

/** A diagram in the language of Mermaid, which is drawn again when the theme changes. The property `text` is encoded as a component of a URI. */
export const Diagram = defineComponent({
  props: { text: { type: String, required: true } },
  setup({ text }) {
    const { isDark } = useData();
    const svg = ref('');
    const update = () => {
      drawing = drawing.then(async () => {
        svg.value = await draw(decodeURIComponent(text), isDark.value ? 'dark' : 'default');
      });
    };
    onMounted(update);
    watch(isDark, update);
    return () => h('div', { class: 'diagram', innerHTML: svg.value });
  },
});
