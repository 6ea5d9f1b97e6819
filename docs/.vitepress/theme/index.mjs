import theme from 'vitepress/theme';
import { Diagram } from './diagram.mjs';
import './diagram.css';

export default {
  extends: theme,
  enhanceApp({ app }) {
    app.component('Diagram', Diagram);
  },
};
