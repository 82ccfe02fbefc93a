import type { SourceLocation, SourceRange } from "../text/source-range.js";
import type { TextSegment } from "./joined-text.js";

/** The character that escapes and continues lines: a backslash unless `# escape=` says backtick. */
export type EscapeCharacter = "\\" | "`";

interface NodeBase {
  range: SourceRange;
  loc: SourceLocation;
}

/** A whole file. */
export interface Dockerfile extends NodeBase {
  type: "Dockerfile";
  parent: null;
  escape: EscapeCharacter;
  /** The directives and instructions in reading order. */
  children: (ParserDirective | Instruction)[];
  directives: ParserDirective[];
  instructions: Instruction[];
  /** Every comment, those between continuation lines too; a parser directive is not one of them. */
  comments: Comment[];
}

/** `# escape=`, `# syntax=` or `# check=` at the top of the file. */
export interface ParserDirective extends NodeBase {
  type: "ParserDirective";
  parent: Dockerfile;
  name: "escape" | "syntax" | "check";
  value: string;
  valueRange: SourceRange;
}

export interface Comment extends NodeBase {
  type: "Comment";
  parent: Dockerfile;
  /** The text after the number sign. */
  value: string;
}

/** The name of an instruction, or a word with a fixed meaning in one (`AS`, `CMD`, `NONE`). */
export interface Keyword extends NodeBase {
  type: "Keyword";
  parent: Instruction;
  /** As written. */
  name: string;
}

/** `--name=value` or `--name` between an instruction's name and its arguments. */
export interface Flag extends NodeBase {
  type: "Flag";
  parent: Instruction;
  /** Without the dashes. */
  name: string;
  nameRange: SourceRange;
  /** Without quotes and escapes, variables as written; null when there is no equals sign. */
  value: string | null;
  valueRange: SourceRange | null;
  /** Maps offsets of `value` to the source. */
  segments: readonly TextSegment[];
  /** Only for flags in which BuildKit expands variables, such as `--platform`, `--chown` and `--mount`. */
  variables: VariableReference[];
}

/** One argument. */
export interface Word extends NodeBase {
  type: "Word";
  parent: Instruction | KeyValue;
  /**
   * As written, with quotes and escapes, without line continuations; decoded where it is an element of a JSON array.
   */
  text: string;
  /** Without quotes and escapes; a variable stays as written. Equal to `text` where BuildKit expands nothing. */
  value: string;
  style: "plain" | "json";
  /** The quotes around the whole word. */
  quote: "'" | '"' | null;
  /** The variables that BuildKit expands in it. */
  variables: VariableReference[];
  /** Maps offsets of `text` to the source. */
  segments: readonly TextSegment[];
}

/** `$NAME`, `${NAME}` or `${NAME:-operand}` and its relatives. */
export interface VariableReference extends NodeBase {
  type: "VariableReference";
  parent: Word | Flag | Heredoc | VariableReference;
  name: string;
  braced: boolean;
  /** The characters after the name, such as `:-`; null when there are none. */
  operator: VariableOperator | null;
  /** The text after the operator as written: the default, the message, the pattern. */
  operand: string | null;
  /** The text after the second slash of `${NAME/pattern/replacement}`. */
  replacement: string | null;
  /** The variables inside the operand and the replacement. */
  variables: VariableReference[];
}

export type VariableOperator = ":-" | "-" | ":+" | "+" | ":?" | "?" | "#" | "##" | "%" | "%%" | "/" | "//";

/** The name that a stage gets with `AS`. */
export interface StageName extends NodeBase {
  type: "StageName";
  parent: From;
  text: string;
  /** In lower case: stage names are compared so. */
  name: string;
}

/** `key=value`, or `key value` in the old form of ENV and LABEL; `ARG key` has no value. */
export interface KeyValue extends NodeBase {
  type: "KeyValue";
  parent: Env | Label | Arg;
  key: Word;
  value: Word | null;
  separator: "=" | " " | null;
}

/** The exec form: `["executable", "argument"]`. */
export interface JsonStrings extends NodeBase {
  type: "JsonStrings";
  parent: Instruction;
  elements: JsonString[];
}

export interface JsonString extends NodeBase {
  type: "JsonString";
  parent: JsonStrings;
  raw: string;
  value: string;
}

/** The shell form: a text that a shell reads, or the arguments of an instruction that is not known. */
export interface ShellText extends NodeBase {
  type: "ShellText";
  parent: Instruction;
  /** Without line continuations and the comments between them, as the shell gets it. */
  value: string;
  /** Maps offsets of `value` to the source: see `sourceOffset` and `sourceRange`. */
  segments: readonly TextSegment[];
}

/** The lines of a here-document. Its range is that of the body and the terminator. */
export interface Heredoc extends NodeBase {
  type: "Heredoc";
  parent: Instruction;
  name: string;
  /** Whether a part of the name is quoted, so that nothing is expanded in the body. */
  quoted: boolean;
  /** `<<-`: the tabs at the start of each line are dropped. */
  stripTabs: boolean;
  fileDescriptor: number;
  /** Where `<<NAME` stands in the instruction's arguments. */
  openerRange: SourceRange;
  /** The body as written, with its line breaks. */
  content: string;
  bodyRange: SourceRange;
  /** Null when the file ends before the terminator. */
  terminatorRange: SourceRange | null;
  /** The variables that BuildKit expands in the body: of COPY and ADD, where the name is not quoted. */
  variables: VariableReference[];
}

interface InstructionBase extends NodeBase {
  parent: Dockerfile | Onbuild;
  keyword: Keyword;
  flags: Flag[];
  heredocs: Heredoc[];
  /** Empty lines between continuation lines: BuildKit skips them with a warning. */
  emptyContinuations: SourceRange[];
}

export interface From extends InstructionBase {
  type: "From";
  platform: Flag | null;
  image: Word | null;
  as: Keyword | null;
  alias: StageName | null;
  /** Arguments that have no place: the file is not accepted then. */
  rest: Word[];
}

export interface Run extends InstructionBase {
  type: "Run";
  command: ShellText | JsonStrings | null;
}

export interface Cmd extends InstructionBase {
  type: "Cmd";
  command: ShellText | JsonStrings | null;
}

export interface Entrypoint extends InstructionBase {
  type: "Entrypoint";
  command: ShellText | JsonStrings | null;
}

export interface Shell extends InstructionBase {
  type: "Shell";
  command: ShellText | JsonStrings | null;
}

export interface Healthcheck extends InstructionBase {
  type: "Healthcheck";
  /** `CMD` or `NONE`. */
  kind: Keyword | null;
  command: ShellText | JsonStrings | null;
}

export interface Arg extends InstructionBase {
  type: "Arg";
  pairs: KeyValue[];
}

export interface Env extends InstructionBase {
  type: "Env";
  pairs: KeyValue[];
}

export interface Label extends InstructionBase {
  type: "Label";
  pairs: KeyValue[];
}

interface CopyBase extends InstructionBase {
  /** Whether the arguments are a JSON array. */
  json: boolean;
  sources: Word[];
  destination: Word | null;
}

export interface Copy extends CopyBase {
  type: "Copy";
  /** The `--from` flag. */
  from: Flag | null;
}

export interface Add extends CopyBase {
  type: "Add";
}

export interface Workdir extends InstructionBase {
  type: "Workdir";
  path: Word | null;
}

export interface User extends InstructionBase {
  type: "User";
  user: Word | null;
}

export interface Expose extends InstructionBase {
  type: "Expose";
  ports: Word[];
}

export interface Volume extends InstructionBase {
  type: "Volume";
  json: boolean;
  volumes: Word[];
}

export interface Onbuild extends InstructionBase {
  type: "Onbuild";
  instruction: Instruction | null;
}

export interface Stopsignal extends InstructionBase {
  type: "Stopsignal";
  signal: Word | null;
}

export interface Maintainer extends InstructionBase {
  type: "Maintainer";
  name: Word | null;
}

export interface UnknownInstruction extends InstructionBase {
  type: "UnknownInstruction";
  arguments: ShellText | null;
}

export type Instruction =
  | From
  | Run
  | Cmd
  | Entrypoint
  | Shell
  | Healthcheck
  | Arg
  | Env
  | Label
  | Copy
  | Add
  | Workdir
  | User
  | Expose
  | Volume
  | Onbuild
  | Stopsignal
  | Maintainer
  | UnknownInstruction;

export type DockerfileNode =
  | Dockerfile
  | ParserDirective
  | Comment
  | Instruction
  | Keyword
  | Flag
  | Word
  | VariableReference
  | StageName
  | KeyValue
  | JsonStrings
  | JsonString
  | ShellText
  | Heredoc;

/**
 * The properties of each node type that hold its child nodes, in reading order. Comments are not traversed, as in
 * ESTree.
 */
export const visitorKeys: Record<DockerfileNode["type"], readonly string[]> = {
  Dockerfile: ["children"],
  ParserDirective: [],
  Comment: [],
  From: ["keyword", "flags", "image", "as", "alias", "rest", "heredocs"],
  Run: ["keyword", "flags", "command", "heredocs"],
  Cmd: ["keyword", "flags", "command", "heredocs"],
  Entrypoint: ["keyword", "flags", "command", "heredocs"],
  Shell: ["keyword", "flags", "command", "heredocs"],
  Healthcheck: ["keyword", "flags", "kind", "command", "heredocs"],
  Arg: ["keyword", "flags", "pairs", "heredocs"],
  Env: ["keyword", "flags", "pairs", "heredocs"],
  Label: ["keyword", "flags", "pairs", "heredocs"],
  Copy: ["keyword", "flags", "sources", "destination", "heredocs"],
  Add: ["keyword", "flags", "sources", "destination", "heredocs"],
  Workdir: ["keyword", "flags", "path", "heredocs"],
  User: ["keyword", "flags", "user", "heredocs"],
  Expose: ["keyword", "flags", "ports", "heredocs"],
  Volume: ["keyword", "flags", "volumes", "heredocs"],
  Onbuild: ["keyword", "flags", "instruction", "heredocs"],
  Stopsignal: ["keyword", "flags", "signal", "heredocs"],
  Maintainer: ["keyword", "flags", "name", "heredocs"],
  UnknownInstruction: ["keyword", "flags", "arguments", "heredocs"],
  Keyword: [],
  Flag: ["variables"],
  Word: ["variables"],
  VariableReference: ["variables"],
  StageName: [],
  KeyValue: ["key", "value"],
  JsonStrings: ["elements"],
  JsonString: [],
  ShellText: [],
  Heredoc: ["variables"],
};
