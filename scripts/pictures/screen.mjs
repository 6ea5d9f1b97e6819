const escapeCharacter = String.fromCharCode(27);
const pattern = new RegExp(`${escapeCharacter}\\[(\\d*)([A-Za-z])|\\r|\\n|[^${escapeCharacter}\\r\\n]+`, 'gu');

/** The text on a terminal without colours, for the control sequences that the command line writes. */
export class Screen {
  /** @type {string[]} */
  lines = [''];
  #columns;
  #row = 0;
  #column = 0;

  /** @param {number} columns the width of the terminal */
  constructor(columns) {
    this.#columns = columns;
  }

  /**
   * Writes what a program has sent to the terminal.
   *
   * @param {string} text
   * @throws {Error} for a control sequence that is not known
   */
  write(text) {
    for (const [part, count, command] of text.matchAll(pattern)) {
      if (command !== undefined) this.#control(command, Number(count));
      else if (part === '\r') this.#column = 0;
      else if (part === '\n') this.#moveTo(this.#row + 1);
      else this.#print(part);
    }
  }

  #control(command, count) {
    if (command === 'A') this.#moveTo(Math.max(this.#row - (count || 1), 0));
    else if (command === 'B') this.#moveTo(this.#row + (count || 1));
    else if (command === 'G') this.#column = (count || 1) - 1;
    else if (command === 'K') this.lines[this.#row] = (this.lines[this.#row] ?? '').slice(0, this.#column);
    else if (command === 'J') this.#clearDown();
    else throw new Error(`unknown control sequence ${command}`);
  }

  #clearDown() {
    this.lines.length = this.#row + 1;
    this.lines[this.#row] = (this.lines[this.#row] ?? '').slice(0, this.#column);
  }

  #moveTo(row) {
    this.#row = row;
    while (this.lines.length <= row) this.lines.push('');
  }

  #print(text) {
    for (const character of text) {
      if (this.#column === this.#columns) {
        this.#moveTo(this.#row + 1);
        this.#column = 0;
      }
      const line = (this.lines[this.#row] ?? '').padEnd(this.#column);
      this.lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
      this.#column += 1;
    }
  }
}
