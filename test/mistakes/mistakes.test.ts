import { tables } from '.';

const mistakes = Object.entries(tables).flatMap(([area, table]) => table.map((mistake) => ({ area, ...mistake })));

describe('mistakes', () => {
  it.each(mistakes)('$area: $title', ({ corrected, id, mistaken, source }) => {
    expect(mistaken().map((diagnostic) => [diagnostic.id, diagnostic.source])).toEqual([[id, source]]);
    expect(corrected()).toEqual([]);
  });

  it('mistakes: every title occurs once', () => {
    const titles = mistakes.map(({ area, title }) => `${area}: ${title}`);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});
