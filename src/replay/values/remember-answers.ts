/** Answers kept at once; when they are more, all are forgotten, which costs less than knowing the oldest. */
const mostAnswers = 4096;

/**
 * Used for what is asked of the same few texts over and over: names of fields and headers, of which a service has some hundred while a
 * recording has millions of values under them. Bounded, since whoever sends traffic chooses the names.
 */
export function rememberAnswers<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = work(text);
    if (answers.size >= mostAnswers) answers.clear();
    if (text.length <= longestText) answers.set(text, answer);
    return answer;
  };
}

const longestText = 256;
