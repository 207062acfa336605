/** What the command's own words for its types are, for tests in TypeScript. */
export declare const evaluateCommands: string;
export declare const evaluateOptions: Record<string, object>;
export declare function runEvaluateCommand(
  words: { options: Record<string, string | string[] | undefined> },
  surroundings: {
    fetch: typeof fetch;
    environment: Record<string, string | undefined>;
    sleep: (durationMs: number) => Promise<void>;
    print: (text: string) => void;
    complain: (text: string) => void;
  },
): Promise<number>;
