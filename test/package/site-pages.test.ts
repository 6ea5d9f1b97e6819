import { describe, expect, it } from 'vitest';
import { collectChoices } from '../../scripts/site/choices.mjs';
import { brokenLinks, rewriteLinks } from '../../scripts/site/links.mjs';

const places = new Map([
  ['README.md', 'introduction.md'],
  ['docs/bits.md', 'bits.md'],
  ['examples/one.mjs', 'examples/one.md'],
]);

describe('the links of a page on the site', () => {
  it('lead to the places that the files have there', () => {
    const text = '[a](docs/bits.md#jobs) [b][b] `[c](x.md)` [d](https://example.org/)\n\n[b]: examples/one.mjs\n';
    expect(rewriteLinks('README.md', text, places)).toBe(
      '[a](./bits.md#jobs) [b][b] `[c](x.md)` [d](https://example.org/)\n\n[b]: ./examples/one.md\n',
    );
    expect(rewriteLinks('docs/bits.md', '[a](../README.md) [b](#jobs)', places)).toBe(
      '[a](./introduction.md) [b](#jobs)',
    );
  });

  it('are refused if they lead to a file without a page', () => {
    expect(() => rewriteLinks('docs/bits.md', '[a](../lib/index.ts)', places)).toThrow(/index\.ts has no page/);
  });
});

describe('the links of the built site', () => {
  const pages = new Map([
    ['index.html', '<a href="/a.html#one"></a><a href="https://example.org/x"></a>'],
    ['a.html', '<h2 id="one"></h2><a href="./"></a><a href="#one"></a><link href="/assets/x.css">'],
  ]);

  it('are accepted if their page and heading exist', () => {
    expect(brokenLinks(pages, '/', (path) => path === 'assets/x.css')).toEqual([]);
  });

  it('are reported if the page, the heading or the file does not exist', () => {
    const broken = new Map([...pages, ['b.html', '<a href="/c.html"></a><a href="/a.html#two"></a>']]);
    expect(brokenLinks(broken, '/', () => false)).toEqual([
      'a.html: /assets/x.css does not exist',
      'b.html: /c.html does not exist',
      'b.html: /a.html#two has no heading',
    ]);
  });
});

describe('the page of all choices', () => {
  const section =
    '## Choices on undocumented points\n\nSee [x] and [here](#other).\n\n## Other\n\n[x]: https://example.org/\n';

  it('has the section of each page with its links', () => {
    const page = collectChoices(
      new Map([
        ['docs/bits.md', '# BITS\n'],
        ['docs/ctm.md', `# T\n\n${section}`],
      ]),
    );
    expect(page).toContain('## Content Transfer Manager\n');
    expect(page).toContain('See [x](https://example.org/) and [here](ctm.md#other).');
    expect(page).not.toContain('## Other');
  });

  it('refuses a section of a page that it does not know', () => {
    expect(() => collectChoices(new Map([['docs/new.md', section]]))).toThrow(/docs\/new\.md lists choices/);
  });
});
