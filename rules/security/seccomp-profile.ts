import path from "node:path";
import type { SecurityOptEntry } from "../../src/compose/ast.js";
import { removeSecurityOpt } from "../../src/compose/remove-security-opt.js";
import type { OriginNode } from "../../src/compose/value.js";
import type { Target } from "../../src/engine/target.js";
import { composeFacts, targetOf, type ComposeFacts } from "../../src/eslint/compose-facts.js";
import type { ComposeSourceCode } from "../../src/eslint/compose-language.js";
import { composeSource } from "../../src/eslint/linted-source.js";
import { lintSettings, type LintSettings } from "../../src/eslint/settings.js";
import { targetFlags } from "../../src/eslint/target-flags.js";
import { isSeccompOption, mayBeWritten } from "../../src/facts/container-security.js";
import { profileFindings, worksByDefault, type ProfileFinding, type ProfileFindingKind } from "../../src/facts/profile-findings.js";
import { planProfile, type PlannedFile } from "../../src/facts/profile-plan.js";
import { PlanContext } from "../../src/facts/security-opt-plan.js";
import type { ServiceFacts } from "../../src/facts/service-facts.js";
import { haveOneName, theServices } from "../../src/facts/service-names.js";
import type { SourceLocation, SourceRange } from "../../src/text/source-range.js";
import type { TextEdit } from "../../src/text/text-edit.js";
import { createRule } from "../create-rule.js";

const RULE_ID = "compose-lint/seccomp-profile";

const breaks =
  "With the seccomp profile {{profile}} {{subject}} cannot create threads on {{engine}}. {{reason}} {{cry}} {{mend}}";

const messages: Record<ProfileFindingKind, string> = {
  unreadable: "The seccomp profile {{profile}} of {{subject}} {{problem}}{{where}}, so {{end}}. {{mend}}",
  notJson: "The seccomp profile {{profile}} of {{subject}} is not JSON, so {{end}}. Line {{line}}: {{problem}}",
  nameAndNames:
    "The seccomp profile {{profile}} of {{subject}} has a rule with `name` and `names`, so {{end}}. Line {{line}}: {{problem}}",
  notAProfile: "The seccomp profile {{profile}} of {{subject}} cannot be used, so {{end}}. Line {{line}}: {{problem}}",
  fault: "The seccomp profile {{profile}} of {{subject}} has a part without effect. Line {{line}}: {{problem}}",
  ignoredField:
    "The seccomp profile {{profile}} of {{subject}} uses `{{field}}`, which {{engine}} drops without a word; it is obeyed since Docker Engine {{since}}. `compose-lint profile{{flags}} --explain` shows how to do without it.",
  breaksThreads: breaks,
  breaksUnusedThreads: breaks,
  notNeeded:
    "The seccomp profile {{profile}} of {{subject}} was written by compose-lint and is not needed: on {{engine}} threads work with the default profile. Remove this entry, and the file once nothing names it.",
  wider:
    "The seccomp profile {{profile}} of {{subject}} permits {{syscalls}}, which the default profile of {{engine}} refuses. Permit only what the service needs.",
};

export const seccompProfile = createRule<[], ProfileFindingKind>({
  name: "seccomp-profile",
  meta: {
    type: "problem",
    docs: {
      description: "Report seccomp profiles that are missing, broken, or do not do on the engine what they say",
      set: "recommended",
      level: "error",
      warnings: ["fault", "ignoredField", "breaksUnusedThreads", "notNeeded", "wider"],
      fixes: {
        unreadable: ["profile"],
        breaksThreads: ["profile", "drop-profile"],
        breaksUnusedThreads: ["profile", "drop-profile"],
        notNeeded: ["drop-profile"],
      },
    },
    fixable: "code",
    messages,
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const source = composeSource(context);
    if (source === null) return {};
    const settings = lintSettings(context.settings);
    return {
      ComposeFile() {
        for (const { loc, kind, data, edit } of reportsOf(source, settings)) {
          context.report({
            loc,
            messageId: kind,
            data,
            fix: edit === null ? null : (fixer) => fixer.replaceTextRange(edit.range, edit.text),
          });
        }
      },
    };
  },
});

interface Report {
  loc: SourceLocation;
  kind: ProfileFindingKind;
  data: Record<string, string>;
  edit: TextEdit | null;
}

/** A finding with the services that it is about, which share the entry, or for what is wrong in the file the profile. */
interface Group {
  finding: ProfileFinding;
  place: Place;
  services: [ServiceFacts, ...ServiceFacts[]];
}

interface Place {
  loc: SourceLocation;
  /** What stands there. */
  range: SourceRange;
  /** Null where another file names the profile, or what is no entry of a service here. */
  entry: SecurityOptEntry | null;
}

interface RuleRun {
  source: ComposeSourceCode;
  settings: LintSettings;
  facts: ComposeFacts;
  target: Target | null;
  entries: ReadonlyMap<OriginNode, SecurityOptEntry>;
  /** The entries without which threads of a service fail. */
  needed: () => ReadonlySet<OriginNode>;
  /** For taking entries out: right for the services whose profile is ours and not needed. */
  plans: () => PlanContext;
}

function reportsOf(source: ComposeSourceCode, settings: LintSettings): Report[] {
  const facts = composeFacts(source, settings);
  if (facts.services.every(({ profile }) => profile === null)) return [];
  const target = targetOf(settings);
  const entries = source.ast.project.services.flatMap(({ securityOpt }) => securityOpt?.entries ?? []);
  const run: RuleRun = {
    source,
    settings,
    facts,
    target,
    entries: new Map(entries.map((entry) => [entry.scalar, entry])),
    needed: lazily(() => neededEntries(facts, target)),
    plans: lazily(() => removalPlans(source, facts, target)),
  };
  return groupsOf(run).map((group) => reportOf(group, run));
}

function lazily<Result extends object>(make: () => Result): () => Result {
  let made: Result | null = null;
  return () => (made ??= make());
}

function neededEntries({ services }: ComposeFacts, target: Target | null): Set<OriginNode> {
  const needing = services.filter((facts) => target !== null && !worksByDefault(facts, target));
  return new Set(needing.flatMap(({ service }) => service.seccompEntry?.node ?? []));
}

function removalPlans(source: ComposeSourceCode, { services }: ComposeFacts, target: Target | null): PlanContext {
  const wanted = services.filter((facts) => facts.profile?.ours === true && target !== null && worksByDefault(facts, target));
  const all = services.map(({ service }) => service);
  return new PlanContext(source, all, new Set(wanted.map(({ service }) => service)));
}

function groupsOf(run: RuleRun): Group[] {
  const groups = new Map<string, Group>();
  const texts = new Map<string, string | null>();
  for (const service of run.facts.services) {
    const place = placeOf(service, run);
    if (service.profile === null || place === null) continue;
    const { path: file } = service.profile;
    if (!texts.has(file)) texts.set(file, textOf(file, run));
    for (const finding of profileFindings(service, texts.get(file) ?? null, run.target)) {
      if (finding.kind === "notNeeded" && isForOthers(service, place, run)) continue;
      const key = JSON.stringify([file, finding.ofFile ? null : place.loc, finding.kind, finding.data]);
      const same = groups.get(key);
      if (same === undefined) groups.set(key, { finding, place, services: [service] });
      else same.services.push(service);
    }
  }
  return [...groups.values()];
}

/** An entry that another service needs cannot go, nor can one of another file, of whose services not all are known here. */
function isForOthers({ service }: ServiceFacts, { entry }: Place, run: RuleRun): boolean {
  const counting = service.seccompEntry;
  return counting !== null && (run.needed().has(counting.node) || (entry === null && counting.file !== run.source.path));
}

function textOf(file: string, { facts }: RuleRun): string | null {
  const content = facts.fileSystem.read(file);
  return content.ok ? content.text : null;
}

/** Where this file names the profile of a service; null where only another file does. */
function placeOf({ service }: ServiceFacts, { source, entries }: RuleRun): Place | null {
  const counting = service.seccompEntry;
  if (counting === null) return null;
  if (counting.file === source.path) return { loc: counting.node.loc, range: counting.node.range, entry: entries.get(counting.node) ?? null };
  if (service.isToldIn(counting.file)) return null;
  const { extends: extended } = service.node;
  if (!counting.inherited || extended === null) return null;
  const { loc, range } = extended.node.key;
  return { loc, range, entry: null };
}

function reportOf(group: Group, run: RuleRun): Report {
  const { finding, place, services } = group;
  const { source, settings } = run;
  const { edit, file } = mendingOf(group, run);
  const note = { path: source.path, ruleId: RULE_ID, loc: place.loc };
  if (file !== null) source.host.takeNote?.({ ...note, requiredFiles: [file], fixKind: "profile" });
  else if (edit !== null) source.host.takeNote?.({ ...note, fixKind: "drop-profile" });
  const models = services.map(({ service }) => service);
  const data = {
    ...finding.data,
    profile: services[0].profile?.name ?? "",
    where: otherFolder(services[0], source.path),
    subject: theServices(models),
    end: haveOneName(models) ? "its container does not start" : "their containers do not start",
    flags: targetFlags(settings),
    mend: adviceFor(group, run, file !== null && source.host.areFixesRefused !== true),
  };
  return { loc: place.loc, kind: finding.kind, data, edit };
}

/** Who reads the file looks for the profile beside it; Compose looks for it in the folder of the project that is run. */
function otherFolder({ service, profile }: ServiceFacts, file: string): string {
  const { folder } = service;
  const own = path.dirname(file);
  if (profile === null || folder === own || profile.path !== path.resolve(folder, profile.name) || path.isAbsolute(profile.name)) return "";
  return ` in ${path.relative(own, folder)}, the folder of the project that includes or extends this file`;
}

function adviceFor({ finding, services }: Group, { settings, target, source }: RuleRun, isWritten: boolean): string {
  if (finding.kind === "unreadable") return isWritten ? "`compose-lint --fix` writes it." : adviceForMissing(settings, target);
  if (target === null) return "`compose-lint profile --engine VERSION` prints one with which they work.";
  const flags = targetFlags(settings);
  const isOurs = services.every(({ profile }) => profile?.ours === true);
  if (services.every((service) => worksByDefault(service, target))) {
    const instead = isOurs ? "" : `, or add to the profile what \`compose-lint profile${flags}\` prints`;
    return `With the default profile of the engine they work: remove the entry${instead}.`;
  }
  const again = source.host.areFixesRefused === true ? `\`compose-lint profile${flags} --output FILE\` makes another` : `\`compose-lint${flags} --fix\` writes it again`;
  return `compose-lint wrote it for other engines, and ${again}.`;
}

function adviceForMissing(settings: LintSettings, target: Target | null): string {
  const command = `\`compose-lint profile${targetFlags(settings)} --output FILE\``;
  return target === null ? "Write the profile, or remove the entry." : `Write the profile (${command} makes one), or remove the entry.`;
}

interface Mending {
  edit: TextEdit | null;
  /** What the edit needs to be written first. */
  file: PlannedFile | null;
}

const NOTHING: Mending = { edit: null, file: null };
const breaking: readonly ProfileFindingKind[] = ["breaksThreads", "breaksUnusedThreads"];

/** What is to be done about a profile that is missing, or that compose-lint wrote; any other is its author's. */
function mendingOf({ finding, place, services }: Group, run: RuleRun): Mending {
  const { source, target, facts } = run;
  if (target === null || source.parsed.syntaxProblems.length > 0) return NOTHING;
  const [{ profile, service }] = services;
  const isOurs = profile?.ours === true && (finding.kind === "notNeeded" || breaking.includes(finding.kind));
  const isMissing =
    finding.kind === "unreadable" &&
    profile !== null &&
    facts.fileSystem.facts(profile.path) === null &&
    mayBeWritten(profile, service.folder);
  const worksAnyway = services.every((service) => worksByDefault(service, target));
  if (isOurs && worksAnyway) return { edit: place.entry === null ? null : removal(place.entry, services, run), file: null };
  return (isMissing || isOurs) && !worksAnyway ? writing(place.range, services, run, target) : NOTHING;
}

/** Takes the entry out where that leaves no other seccomp entry to count, and reaches no other service. */
function removal(entry: SecurityOptEntry, services: readonly ServiceFacts[], run: RuleRun): TextEdit | null {
  const isOnly = services.every(({ service }) => service.securityOpt.filter(isSeccompOption).length === 1);
  const map = entry.parent.node.parent;
  if (!isOnly || map !== entry.parent.parent.map || run.plans().unwanted(map).length > 0) return null;
  return removeSecurityOpt(run.source.text, entry);
}

/** Writes the profile; the text at its place stays as it is. */
function writing(
  range: SourceRange,
  services: readonly ServiceFacts[],
  { source, facts }: RuleRun,
  target: Target,
): Mending {
  const files = services.map((service) => plannedFile(service, facts, target));
  const [file = null] = files;
  if (file === null || files.includes(null)) return NOTHING;
  const edit: TextEdit = { range, text: source.text.slice(...range) };
  return { edit: source.host.writesFiles ? edit : null, file };
}

function plannedFile({ service: { folder }, image, security, profile }: ServiceFacts, { fileSystem }: ComposeFacts, target: Target): PlannedFile | null {
  const plan = planProfile({ target, libc: image.libc, security, folder, profilePath: profile?.path ?? "", fileSystem });
  return plan.ok ? plan.write : null;
}
