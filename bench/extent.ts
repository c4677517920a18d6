/** How long a benchmark measures: `quick` shows that it runs, and its figures mean little. */
export type Extent = 'full' | 'quick';
