import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const root = join(import.meta.dirname, '..', '..', '..');

/** The pages that are checked, by their path from the root. */
export const pages: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'UPGRADING.md',
  'test/reference/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** A fenced block of code. */
export interface Block {
  readonly page: string;
  /** The line of the opening fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** The values of `context.ts` that the block uses. */
  readonly names: readonly string[];
  /** Why the block is compiled but not run. */
  readonly notRun: string | null;
}

const fence = /^(`{3,})(\S*)(.*)$/;
const comment = /^<!-- example: (?:with (?<names>\w+(?:, \w+)*))?(?:; )?(?:not run: (?<reason>.+))? -->$/;

/**
 * Finds the fenced blocks of a page. A comment on the line before a block, which readers do not see, gives it a context:
 * `<!-- example: with connection, clsid; not run: reason -->`, where both parts are optional.
 *
 * @throws {Error} for a fence that is not closed, indented or without a language, an indented block, and a comment that is not understood
 */
export function findBlocks(page: string, text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  const fail = (line: number, problem: string): never => {
    throw new Error(`${page}:${line}: ${problem}`);
  };
  for (let index = 0; index < lines.length; index += 1) {
    const current = lines[index] ?? '';
    if (/^\s+`{3}/.test(current) || current.startsWith('~~~'))
      fail(index + 1, 'a fence must be backticks in the first column');
    if (/^ {4}/.test(current) && (lines[index - 1] ?? '') === '') fail(index + 1, 'an indented block has no language');
    if (current.startsWith('<!-- example') && !fence.test(lines[index + 1] ?? ''))
      fail(index + 1, 'no block follows the comment');
    const opening = fence.exec(current);
    if (opening === null) continue;
    const [, ticks = '', language = '', rest = ''] = opening;
    if (language === '' || rest !== '') fail(index + 1, 'a fence must have a language and nothing else');
    const end = lines.indexOf(ticks, index + 1);
    if (end < 0) fail(index + 1, 'the fence is not closed');
    const before = lines[index - 1] ?? '';
    const found: { readonly groups?: Readonly<Record<string, string>> | undefined } | null = before.startsWith('<!--')
      ? comment.exec(before)
      : {};
    if (found === null) fail(index, `not a comment for a block: ${before}`);
    blocks.push({
      page,
      line: index + 1,
      language,
      code: `${lines.slice(index + 1, end).join('\n')}\n`,
      names: found?.groups?.names?.split(', ') ?? [],
      notRun: found?.groups?.reason ?? null,
    });
    index = end;
  }
  return blocks;
}

/** The text of a page without its blocks and code spans, which may look like links. Line numbers are kept. */
export function proseOf(text: string): string {
  return text
    .replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, (block) => block.replaceAll(/[^\n]/g, ''))
    .replaceAll(/`[^`\n]*`/g, '');
}
