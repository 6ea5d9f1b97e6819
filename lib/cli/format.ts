const units = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** Formats a byte count in decimal units: `'999 B'`, `'1.5 MB'`. */
export function formatBytes(bytes: bigint | number): string {
  let value = Number(bytes);
  if (value < 1000) return `${Math.round(value)} B`;
  let unit: string = 'B';
  for (const larger of units) {
    value /= 1000;
    unit = larger;
    // 999.95 and more would be rounded up to 1000.0.
    if (value < 999.95) break;
  }
  return `${value.toFixed(1)} ${unit}`;
}

/** Formats a count, with one decimal place below 10: `'3.2'`, `'47'`, `'12345'`. */
export function formatCount(count: number): string {
  // 9.95 and more would be rounded up to 10.0.
  return count < 9.95 ? count.toFixed(1) : String(Math.round(count));
}

/** Formats seconds as minutes and seconds, or with hours: `'0:07'`, `'12:30'`, `'3:00:00'`; from 100 hours on in whole days, such as `'5 d'`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole >= 360_000) return `${Math.ceil(whole / 86_400)} d`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Formats an HRESULT as Windows writes it: `'0x80190194'`. */
export function formatHresult(hresult: number): string {
  return `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
}
