/** Tells every event, even when a function of the application throws on the way: the first error is thrown at the end. */
export function tellAll<Event>(events: readonly Event[], tell: (event: Event) => void): void {
  const errors: unknown[] = [];
  for (const event of events) {
    try {
      tell(event);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
