/** A promise with a function that resolves it. */
export function deferred<T>(): { readonly promise: Promise<T>; put(value: T): void } {
  let put: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    put = resolve;
  });
  return { promise, put: (value) => put(value) };
}
