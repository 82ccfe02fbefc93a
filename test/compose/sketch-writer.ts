import type { Random } from "./random.js";
import { list, map, plain, text, type Sketch } from "./yaml-sketch.js";

/** Where a generated variable gets its value. */
export type VariableHome = "process" | "dotenv";

export interface SketchVariable {
  name: string;
  value: string;
  home: VariableHome;
}

// What YAML libraries do not agree on.
const oddPlainTexts = ["0x1F", "017", "0o17", "08", "1_000", "1e3", ".5", "1.50", "+12", "yes", "True", "~", "null", "0b11"];
const operators = ["", ":-", "-", ":?", "?", ":+", "+"] as const;

/** Makes values of a project, now and then through variables, and keeps what the variables have to be. */
export class SketchWriter {
  readonly random: Random;
  readonly variables: SketchVariable[] = [];
  /** 0 for a project without variables. */
  readonly variableChance: number;

  constructor(random: Random, variableChance: number) {
    this.random = random;
    this.variableChance = variableChance;
  }

  /** A text, perhaps through a variable. */
  word(value: string): Sketch {
    if (this.random.chance(this.variableChance)) return this.#quoted(this.#template(value));
    const escaped = value.replaceAll("$", "$$$$");
    if (/^[A-Za-z][\w/-]*$/u.test(escaped) && !/^(?:null|true|false|yes|no|on|off|y|n)$/iu.test(escaped) && this.random.chance(0.6)) {
      return plain(escaped);
    }
    return this.#quoted(escaped);
  }

  pick(values: readonly string[]): Sketch {
    return this.word(this.random.pick(values));
  }

  /** A number or boolean that Compose also takes as text. */
  castable(value: number | boolean): Sketch {
    return this.random.chance(this.variableChance) ? this.#quoted(this.#template(String(value))) : this.number(value, 0.2);
  }

  number(value: number | boolean, textChance = 0): Sketch {
    return this.random.chance(textChance) ? text(String(value)) : plain(value);
  }

  words(values: readonly string[], most = 3): Sketch {
    return this.#flow(list(this.random.some(values, most).map((value) => this.word(value))));
  }

  /** One text or a list of them. */
  wordOrWords(values: readonly string[], most = 3): Sketch {
    return this.random.chance(0.4) ? this.pick(values) : this.words(values, most);
  }

  /** A map, or the list of `key=value` that says the same. */
  keyValues(values: readonly (readonly [string, string | number | boolean | null])[], most = 4): Sketch {
    const chosen = this.random.some(values, most);
    if (this.random.chance(0.5)) {
      return list(chosen.map(([key, value]) => this.word(value === null ? key : `${key}=${value}`)));
    }
    return this.#flow(
      map(chosen.map(([key, value]): [string, Sketch] => [key, value === null ? plain("") : this.#mapped(value)])),
    );
  }

  fields(fields: readonly (readonly [string, () => Sketch])[], most = 4): Sketch {
    return map(this.random.some(fields, most).map(([key, make]): [string, Sketch] => [key, make()]));
  }

  #mapped(value: string | number | boolean): Sketch {
    if (this.random.chance(0.08)) return plain(this.random.pick(oddPlainTexts));
    return typeof value === "string" ? this.word(value) : plain(value);
  }

  #flow(sketch: Sketch): Sketch {
    return this.random.chance(0.3) ? ({ ...sketch, flow: true } as Sketch) : sketch;
  }

  #quoted(value: string): Sketch {
    return { kind: "scalar", text: value, style: this.random.pick(["single", "single", "double", "double", "literal"]) };
  }

  /** A template whose result is the value, in most cases. */
  #template(value: string): string {
    const cut = this.random.chance(0.3) ? this.random.integer(0, value.length) : 0;
    const head = value.slice(0, cut).replaceAll("$", "$$$$");
    return head + this.#reference(value.slice(cut), 0);
  }

  #reference(value: string, depth: number): string {
    const operator = this.random.pick(operators);
    const isSet = /^(?:$|:?\?|:?\+)/u.test(operator) || this.random.chance(0.5);
    const needsValue = isSet !== operator.endsWith("+");
    const name = isSet ? this.#define(operator.endsWith("+") ? "other" : value) : this.random.pick(["UNSET", "U_2", "u3"]);
    // Nothing follows a reference that could be taken for a part of the name.
    if (operator === "") return this.random.chance(0.5) ? `$${name}` : `\${${name}}`;
    const isPlain = depth > 1 || this.random.chance(0.7);
    const argument = needsValue && isSet ? "fallback" : isPlain ? value.replaceAll("$", "$$$$") : this.#reference(value, depth + 1);
    return `\${${name}${operator}${argument}}`;
  }

  #define(value: string): string {
    const known = this.variables.find((variable) => variable.value === value);
    if (known !== undefined && this.random.chance(0.5)) return known.name;
    const name = `${this.random.pick(["V", "App_", "x_", "_P"])}${this.variables.length}`;
    this.variables.push({ name, value, home: this.random.chance(0.5) ? "process" : "dotenv" });
    return name;
  }
}
