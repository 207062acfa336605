/**
 * Finds secrets for rules that ask for them: what is never stored anyway (`core/redaction.ts`), and what goes by the words
 * around it, by the rules of gitleaks and by sentences that give a password away. Text is gone over once; only around the
 * words a rule names is its expression tried.
 */
import { findSecrets, type Range } from '../core/redaction.ts';
import gitleaks from './secret-rules.json';

interface Rule {
  source: string;
  /** Made when it is first needed: few of many are. */
  expression: RegExp | null;
  leastEntropy: number;
  group: number;
}

interface Word {
  word: string;
  rules: Rule[];
}

/** How far around its word a rule's expression is tried, in characters. */
const BEFORE = 80;
const AFTER = 1500;

/** The words of all rules by their first two characters; made when first asked for. */
let words: Map<number, Word[]> | null = null;

function readWords(): Map<number, Word[]> {
  const byWord = new Map<string, Rule[]>();
  for (const { expression: source, words: own, leastEntropy, group } of gitleaks.rules) {
    const rule: Rule = { source, expression: null, leastEntropy, group };
    for (const word of own) byWord.set(word, [...(byWord.get(word) ?? []), rule]);
  }
  const byBeginning = new Map<number, Word[]>();
  for (const [word, rules] of byWord) {
    const beginning = word.charCodeAt(0) * 128 + word.charCodeAt(1);
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { word, rules }]);
  }
  return byBeginning;
}

/** The secrets of a text; in no order, perhaps overlapping. */
export function findAllSecrets(text: string): Range[] {
  return [...findSecrets(text), ...findByRules(text), ...findTold(text), ...findAwsSecrets(text)];
}

function findByRules(text: string): Range[] {
  words ??= readWords();
  const found: Range[] = [];
  const lower = text.toLowerCase();
  // A letter that is longer in lower case would shift all behind it.
  if (lower.length !== text.length) return found;
  const triedUntil = new Map<Rule, number>();
  for (let at = 0; at < lower.length - 1; at++) {
    const [first, second] = [lower.charCodeAt(at), lower.charCodeAt(at + 1)];
    const candidates = first < 128 && second < 128 ? words.get(first * 128 + second) : undefined;
    if (candidates === undefined) continue;
    for (const { word, rules } of candidates) {
      if (!lower.startsWith(word, at)) continue;
      for (const rule of rules) {
        // Windows of one rule do not overlap by more than what stands before a word.
        if (at < (triedUntil.get(rule) ?? 0)) continue;
        const until = tryRule(text, { rule, at }, found);
        triedUntil.set(rule, until);
      }
    }
  }
  return found;
}

/** Until where in the text the rule has been tried. */
function tryRule(text: string, { rule, at }: { rule: Rule; at: number }, found: Range[]): number {
  rule.expression ??= new RegExp(rule.source, 'g');
  const start = Math.max(0, at - BEFORE);
  const window = text.slice(start, at + AFTER);
  for (const match of window.matchAll(rule.expression)) {
    // The group named, else the first that matched, else all of it.
    const inner = (rule.group > 0 ? match[rule.group] : match.slice(1).find((group) => group)) ?? match[0];
    if (inner === '' || entropyOf(inner) < rule.leastEntropy) continue;
    const from = start + match.index + match[0].indexOf(inner);
    found.push({ start: from, end: from + inner.length });
  }
  return at + AFTER / 2;
}

/** Shannon's entropy, bits a character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  return entropy;
}

/** `password: hunter2`, `My password is Tr0ub4dor&3`, in the languages that are measured. */
const TOLD =
  /(?:password|passwd|passphrase|pwd|passcode|passwort|kennwort|mot de passe|contraseña|clave|senha|wachtwoord|lösenord|hasło|parola|şifre|пароль|密码|密碼|パスワード|비밀번호)["'*]{0,2}(?: {0,2}(?:is|ist|est|es|é|è|to|war|=>|:=|[:=：是は])){1,2} {0,2}["'`]?([^\s"'`,;<>]{6,128})/giu;

/** A value that has a digit or a sign within: a word is none. */
function findTold(text: string): Range[] {
  const found: Range[] = [];
  for (const match of text.matchAll(TOLD)) {
    const value = (match[1] ?? '').replace(/[.?)\]]+$/, '');
    if (!/\d|[!@#$%^&*+~]/.test(value) || value.startsWith('[') || /^https?:/.test(value)) continue;
    const start = match.index + match[0].lastIndexOf(match[1] ?? '');
    found.push({ start, end: start + value.length });
  }
  return found;
}

/** Forty characters of base64 that stand alone. */
const AWS_SECRET = /(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g;
const LEAST_AWS_ENTROPY = 4.3;

/** Secret access keys of AWS have no mark of their own; digests are hexadecimal, and paths have words. */
function findAwsSecrets(text: string): Range[] {
  return [...text.matchAll(AWS_SECRET)]
    .filter(
      ([key]) =>
        /[A-Z]/.test(key) && /[a-z]/.test(key) && /\d/.test(key) && entropyOf(key) > LEAST_AWS_ENTROPY,
    )
    .map(({ 0: key, index }) => ({ start: index, end: index + key.length }));
}
