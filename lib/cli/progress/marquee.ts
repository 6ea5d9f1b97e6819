/** How much of the bar is filled. */
const blockSize = 6;
const stepMilliseconds = 100;

/** A bar for work that goes on without anybody knowing how far: a block that runs from one end to the other and back. */
export function marqueeBar(milliseconds: number, size: number): string {
  const block = Math.min(blockSize, size);
  const way = size - block;
  if (way === 0) return '█'.repeat(size);
  const step = Math.floor(milliseconds / stepMilliseconds) % (2 * way);
  const offset = step <= way ? step : 2 * way - step;
  return '░'.repeat(offset) + '█'.repeat(block) + '░'.repeat(way - offset);
}
