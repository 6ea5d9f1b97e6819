/**
 * A surrogate pair, and surrogates that are not part of a pair: a high one, a low one, two in the wrong order, and a high one at the
 * end. UTF-8 cannot express them, UTF-16 can; COM and JavaScript have UTF-16. Short enough for the name of a Sync Manager handler.
 */
export const unpaired = 'a\u{1f600} b\ud83d c\ude00 d\ude00\ud83d e\ud83d';
