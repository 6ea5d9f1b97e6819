import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A C++ program that waits for a line before each measurement, and prints the result of each in a line of numbers. */
export class MeasuredProgram {
  #child;
  #lines;

  /**
   * @param {string} program
   * @param {string[]} words its arguments
   */
  constructor(program, words) {
    this.#child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns {Promise<number[]>} the numbers of the next measurement */
  async measure() {
    this.#child.stdin.write('\n');
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the C++ program has ended');
    return value.trim().split(' ').map(Number);
  }

  async stop() {
    if (this.#child.exitCode !== null) return;
    this.#child.stdin.end();
    await once(this.#child, 'exit');
  }
}
