import type { SourceRange } from "../text/source-range.js";

/** Where a variable's value was found. */
export type VariableOrigin =
  /** The environment of the process that runs Compose. */
  | { kind: "process" }
  /** An assignment in a `.env` file or a file given with `--env-file`; `range` is that of the assigned value. */
  | { kind: "env-file"; file: string; range: SourceRange }
  /** Compose sets it itself, as `COMPOSE_PROJECT_NAME`. */
  | { kind: "compose" };

export interface VariableValue {
  value: string;
  origin: VariableOrigin;
}

/** Finds a variable by name; null if it is not set, which is not the same as set to nothing. */
export type VariableLookup = (name: string) => VariableValue | null;

export type PartSource =
  | { kind: "literal" }
  | { kind: "variable"; name: string; origin: VariableOrigin }
  /** Text of `${name:-text}` that stands in for a value. */
  | { kind: "default"; name: string }
  /** Text of `${name:+text}` that replaces a value. */
  | { kind: "alternative"; name: string }
  /** The variable has no value and no default; `text` is empty. */
  | { kind: "missing"; name: string };

/** A piece of the result. The parts joined are the value. */
export interface TemplatePart {
  text: string;
  /** The place in the template that the text comes from. */
  range: SourceRange;
  source: PartSource;
}

export type VariableOperator = ":-" | "-" | ":+" | "+" | ":?" | "?";

/** A variable that the template refers to, nested ones included. */
export interface VariableUse {
  name: string;
  /** The whole reference, from `$` to the end of the name or to the closing brace. */
  range: SourceRange;
  nameRange: SourceRange;
  operator: VariableOperator | null;
  /** What follows the operator. */
  argument: SourceRange | null;
  state: "set" | "empty" | "unset";
  origin: VariableOrigin | null;
  /** False within a default that is not needed. */
  used: boolean;
  /** True where Compose warns and puts nothing: no value, no operator. */
  missing: boolean;
}

export interface TemplateProblem {
  code: "invalid-template" | "required-variable-missing" | "template-too-deep" | "template-too-long";
  message: string;
  range: SourceRange;
}

export interface EvaluatedTemplate {
  value: string;
  parts: TemplatePart[];
  variables: VariableUse[];
  /** With any of these, Compose refuses the file; the first 20. `value` is then the best that can be made of it. */
  problems: TemplateProblem[];
}

// Go matches names without regard to case, which for Unicode takes in the long s and the Kelvin sign.
const namePattern = /[_a-z\u017f\u212a][_a-z0-9\u017f\u212a]*/iuy;
const operatorPattern = /:?[-+?]/uy;
const maximumDepth = 100;
const maximumProblems = 20;
/** Characters that variables may bring into one text: values that double line by line take all memory after some lines. */
const MOST_CHARACTERS_OF_VARIABLES = 1024 * 1024;
const longestShown = 60;

interface Reference {
  name: string;
  range: SourceRange;
  nameRange: SourceRange;
  operator: VariableOperator | null;
  argument: SourceRange | null;
}

/**
 * Replaces the variables of a text as Compose does (compose-go 2, package template). Never throws; linear in the text
 * but for references nested in each other, whose depth is limited. Ranges are offsets into the text.
 */
export function evaluateTemplate(text: string, lookup: VariableLookup): EvaluatedTemplate {
  const result: EvaluatedTemplate = { value: text, parts: [], variables: [], problems: [] };
  if (!text.includes("$")) {
    result.parts.push({ text, range: [0, text.length], source: { kind: "literal" } });
    return result;
  }
  const evaluator = new TemplateEvaluator(text, lookup, result);
  const parts = evaluator.evaluate([0, text.length], { kind: "literal" }, true, 0);
  // Not what fits, which would be too long again in the next text that uses it.
  if (!evaluator.isTooLong) result.parts = parts;
  result.value = result.parts.map((part) => part.text).join("");
  return result;
}

class TemplateEvaluator {
  readonly #text: string;
  readonly #lookup: VariableLookup;
  readonly #result: EvaluatedTemplate;
  #lineEnd = -1;
  readonly #lastBraces = new Map<number, number>();
  #variableCharacters = 0;

  constructor(text: string, lookup: VariableLookup, result: EvaluatedTemplate) {
    this.#text = text;
    this.#lookup = lookup;
    this.#result = result;
  }

  get isTooLong(): boolean {
    return this.#variableCharacters > MOST_CHARACTERS_OF_VARIABLES;
  }

  /** The parts of a piece of the text; `plain` is the source of what is no reference, `used` whether it is wanted. */
  evaluate([start, end]: SourceRange, plain: PartSource, used: boolean, depth: number): TemplatePart[] {
    const parts: TemplatePart[] = [];
    let plainStart = start;
    let position = start;
    const addPlain = (until: number): void => {
      if (until <= plainStart) return;
      parts.push({ text: this.#text.slice(plainStart, until), range: [plainStart, until], source: plain });
    };
    for (;;) {
      const dollar = this.#text.indexOf("$", position);
      if (dollar === -1 || dollar >= end) break;
      const read = this.#readAt(dollar, end);
      position = read.next;
      if (read.kind === "text") continue;
      addPlain(dollar);
      plainStart = read.next;
      if (read.kind === "dollar") parts.push({ text: "$", range: [dollar, read.next], source: plain });
      else for (const part of this.#value(read.reference, used, depth)) parts.push(part);
    }
    addPlain(end);
    return parts;
  }

  #readAt(dollar: number, end: number): ReadResult {
    const next = dollar + 1 < end ? this.#text[dollar + 1] : undefined;
    if (next === "$") return { kind: "dollar", next: dollar + 2 };
    if (next === "{") return this.#readBraced(dollar, end);
    const name = matchAt(namePattern, this.#text, dollar + 1);
    if (name === null || dollar + 1 >= end) return { kind: "text", next: dollar + 1 };
    const range: SourceRange = [dollar, dollar + 1 + name.length];
    const nameRange: SourceRange = [dollar + 1, range[1]];
    return { kind: "reference", next: range[1], reference: { name, range, nameRange, operator: null, argument: null } };
  }

  #readBraced(dollar: number, end: number): ReadResult {
    const nameStart = dollar + 2;
    const name = nameStart < end ? matchAt(namePattern, this.#text, nameStart) : null;
    if (name === null) return this.#invalid(dollar, end);
    const nameRange: SourceRange = [nameStart, nameStart + name.length];
    if (nameRange[1] < end && this.#text[nameRange[1]] === "}") {
      const range: SourceRange = [dollar, nameRange[1] + 1];
      return { kind: "reference", next: range[1], reference: { name, range, nameRange, operator: null, argument: null } };
    }
    const operator = nameRange[1] < end ? matchAt(operatorPattern, this.#text, nameRange[1]) : null;
    const argumentStart = nameRange[1] + (operator?.length ?? 0);
    const close = operator === null ? -1 : this.#closingBrace(dollar, argumentStart, end);
    if (close === -1) return this.#invalid(dollar, end);
    const reference: Reference = {
      name,
      range: [dollar, close + 1],
      nameRange,
      operator: operator as VariableOperator,
      argument: [argumentStart, close],
    };
    return { kind: "reference", next: close + 1, reference };
  }

  /**
   * The brace that ends a reference with an operator, or -1. compose-go takes all up to the last brace of the line and
   * then looks for the balancing one, skipping the character after each opening brace; if none balances, it is the last.
   */
  #closingBrace(dollar: number, argumentStart: number, end: number): number {
    const last = this.#lastBraceBefore(Math.min(this.#endOfLine(dollar), end));
    if (last < argumentStart) return -1;
    let open = 0;
    for (let index = dollar; index <= last; index += 1) {
      const character = this.#text[index];
      if (character === "}") {
        open -= 1;
        if (open === 0) return index;
      } else if (character === "{") {
        open += 1;
        index += 1;
      }
    }
    return last;
  }

  /** Remembered, so that a line of many references is not searched again and again. */
  #lastBraceBefore(end: number): number {
    const known = this.#lastBraces.get(end);
    if (known !== undefined) return known;
    const found = this.#text.lastIndexOf("}", end - 1);
    this.#lastBraces.set(end, found);
    return found;
  }

  #endOfLine(position: number): number {
    if (this.#lineEnd < position) {
      const found = this.#text.indexOf("\n", position);
      this.#lineEnd = found === -1 ? this.#text.length : found;
    }
    return this.#lineEnd;
  }

  #invalid(dollar: number, end: number): ReadResult {
    const lineEnd = Math.min(this.#endOfLine(dollar), end);
    const brace = this.#text.slice(dollar, Math.min(dollar + longestShown, lineEnd)).indexOf("}");
    const close = brace === -1 ? lineEnd : dollar + brace + 1;
    this.#report({
      code: "invalid-template",
      message: `\`${shorten(this.#text.slice(dollar, Math.min(close, dollar + 2 * longestShown)))}\` is no variable that Compose can read, so it refuses the file. Write \`\${NAME}\` or \`\${NAME:-default}\` on one line; for a dollar sign itself, write \`$$\`.`,
      range: [dollar, close],
    });
    return { kind: "text", next: dollar + 2 };
  }

  #report(problem: TemplateProblem): void {
    if (this.#result.problems.length < maximumProblems) this.#result.problems.push(problem);
  }

  #value(reference: Reference, used: boolean, depth: number): TemplatePart[] {
    const { name, operator, argument } = reference;
    const found = this.#lookup(name);
    const state = found === null ? "unset" : found.value === "" ? "empty" : "set";
    const missing = operator === null && found === null;
    this.#result.variables.push({ ...reference, state, origin: found?.origin ?? null, used, missing });
    const own: TemplatePart = {
      text: this.#within(found?.value ?? "", reference.range),
      range: reference.range,
      source: found === null ? { kind: "missing", name } : { kind: "variable", name, origin: found.origin },
    };
    if (operator === null || argument === null) return [own];
    const present = operator.startsWith(":") ? state === "set" : state !== "unset";
    return this.#applyOperator(reference, operator, argument, { present, used, depth, own });
  }

  /** The value of a variable, or nothing once there is too much of them. */
  #within(value: string, range: SourceRange): string {
    const wasTooLong = this.isTooLong;
    this.#variableCharacters += value.length;
    if (!this.isTooLong) return value;
    if (wasTooLong) return "";
    this.#report({
      code: "template-too-long",
      message: `With the values of its variables this is more than ${MOST_CHARACTERS_OF_VARIABLES} characters long, which is more than is followed here, so it counts as empty. Look for variables that repeat each other, and give them shorter values.`,
      range,
    });
    return "";
  }

  #applyOperator(
    reference: Reference,
    operator: VariableOperator,
    argument: SourceRange,
    found: { present: boolean; used: boolean; depth: number; own: TemplatePart },
  ): TemplatePart[] {
    const { present, depth, own } = found;
    const name = reference.name;
    if (depth >= maximumDepth) {
      this.#report({
        code: "template-too-deep",
        message: `More than ${maximumDepth} variables are nested in each other here. Give the inner ones a name of their own.`,
        range: reference.range,
      });
      return [own];
    }
    const kind = operator.at(-1);
    const wanted = kind === "+" ? present : !present;
    const source: PartSource = { kind: kind === "+" ? "alternative" : "default", name };
    // Compose evaluates the argument even where it is not wanted, so that its mistakes count.
    const parts = this.evaluate(argument, source, found.used && wanted, depth + 1);
    if (!wanted) return [own];
    if (kind !== "?") return parts;
    const reason = parts.map((part) => part.text).join("");
    this.#report({
      code: "required-variable-missing",
      message: `The variable \`${name}\` is required here and has no value, so Docker Compose refuses the project.${reason === "" ? "" : ` The file says of it: ${reason}`}`,
      range: reference.range,
    });
    return [{ text: "", range: reference.range, source: { kind: "missing", name } }];
  }
}

type ReadResult =
  { kind: "text"; next: number } | { kind: "dollar"; next: number } | { kind: "reference"; next: number; reference: Reference };

function matchAt(pattern: RegExp, text: string, position: number): string | null {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? null;
}

function shorten(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 3)}...`;
}
