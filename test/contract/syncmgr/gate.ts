/** A gate that handlers of the machine wait at; open at first. */
export class Gate {
  #waiting: (() => void)[] = [];
  #open = true;

  close(): void {
    this.#open = false;
  }

  open(): void {
    this.#open = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const pass of waiting) pass();
  }

  async wait(): Promise<void> {
    if (this.#open) return;
    await new Promise<void>((pass) => this.#waiting.push(pass));
  }
}
