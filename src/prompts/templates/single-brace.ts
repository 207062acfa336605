/** Templates of other frameworks, in single braces: `{question}` becomes `{{ question }}` once, at registration. */

/**
 * The template in double braces. As in Python's format strings, `{{` and `}}` are braces that mean themselves; a brace
 * pair that holds no variable name stays as it is.
 */
export function fromSingleBrace(template: string): string {
  return template.replaceAll(
    /\{\{|\}\}|\{\s*([A-Za-z_]\w*(?:\.\w+)*)\s*\}/g,
    (match, name: string | undefined) => {
      if (match === '{{') return '{';
      if (match === '}}') return '}';
      return `{{ ${name} }}`;
    },
  );
}
