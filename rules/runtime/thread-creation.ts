import type { Target } from "../../src/engine/target.js";
import { composeFacts, declaredTarget, type ComposeFacts } from "../../src/eslint/compose-facts.js";
import type { ComposeSourceCode } from "../../src/eslint/compose-language.js";
import { dockerfileFacts, textOfDockerfile } from "../../src/eslint/dockerfile-facts.js";
import type { DockerfileSourceCode } from "../../src/eslint/dockerfile-language.js";
import { imageOptions, imageSettingProblem, judgedDay } from "../../src/eslint/image-options.js";
import { inlineDockerfilesOf } from "../../src/eslint/inline-dockerfiles.js";
import { composeSource, dockerfileSource } from "../../src/eslint/linted-source.js";
import { noteRelated } from "../../src/eslint/related-note.js";
import { defaultProfilePath, lintSettings, type LintSettings } from "../../src/eslint/settings.js";
import { targetFlags } from "../../src/eslint/target-flags.js";
import { advice, adviceToStart, engineName, type FixOffer } from "../../src/facts/thread-advice.js";
import { inlineFacts, type StageText } from "../../src/facts/inline-dockerfile.js";
import { isWrittenImage } from "../../src/facts/image-uses.js";
import { locationOf } from "../../src/facts/location-of.js";
import { describeImageOverTime, earlierImageThatWorks, shownReference } from "../../src/facts/image-history.js";
import { comparedWith, ownProfileOf, ownProfileStays, type OwnProfile } from "../../src/facts/own-profile.js";
import { placeProfile, type PlacedProfile } from "../../src/facts/placed-profile.js";
import { planProfile, type ProfilePlan } from "../../src/facts/profile-plan.js";
import { Remembered } from "../../src/facts/remembered.js";
import { PlanContext } from "../../src/facts/security-opt-plan.js";
import { haveOneName, theServices } from "../../src/facts/service-names.js";
import { shownCommand } from "../../src/facts/shown-command.js";
import { serviceAdvice } from "../../src/facts/service-advice.js";
import { SecurityOptPlans, type SecurityOptRequest } from "../../src/facts/security-opt-plans.js";
import { stageFindings, stagesNeedingNewerEngine, type StageFinding } from "../../src/facts/stage-findings.js";
import { findingKind, needsNewerEngine, servicesNeedingEntry, threadFindings, type ThreadFinding, type ThreadFindingKind } from "../../src/facts/thread-findings.js";
import { threadMessages } from "../../src/facts/thread-messages.js";
import type { ServiceModel, WrittenAt } from "../../src/facts/service-model.js";
import { describeParts, placesOfAll } from "../../src/facts/value-origin.js";
import { planUnconfined } from "../../src/facts/unconfined-plan.js";
import { describeHarm, describeImage, describeOther, describeReason, imagesThatWork, type OtherImage } from "../../src/facts/thread-verdict.js";
import type { ImageFacts } from "../../src/image/image-facts.js";
import type { ImageReference } from "../../src/image/reference.js";
import { scalarText } from "../../src/compose/yaml-style.js";
import { ordinaryContainer } from "../../src/seccomp/container-security.js";
import type { SourceLocation } from "../../src/text/source-range.js";
import type { TextEdit } from "../../src/text/text-edit.js";
import { createRule } from "../create-rule.js";
import type { FixKind } from "../fix-kinds.js";

type Options = [{ fix: WantedFix }];
type WantedFix = "profile" | "unconfined" | "none";
type MessageId = keyof typeof threadMessages;

interface Suggestion {
  messageId: MessageId;
  data: Record<string, string>;
  edit: TextEdit;
}

interface Report {
  loc: SourceLocation;
  messageId: MessageId;
  data: Record<string, string>;
  edit?: TextEdit;
  suggestions?: Suggestion[];
}

const RULE_ID = "compose-lint/thread-creation";
const RECOMMENDED_ENGINE = "20.10.10";
const composeChoices = ["for a service of a Compose file, a seccomp profile (`compose-lint --fix` on that file writes it)"];

const containerMessages = {
  doesNotStart: "containerDoesNotStart",
  crashes: "containerCrashes",
  threadsFail: "containerThreadsFail",
  threadsMayFail: "containerThreadsMayFail",
  threadsUnused: "containerThreadsUnused",
  depends: "containerDepends",
} as const satisfies Record<ThreadFindingKind, MessageId>;

/** What a fix of a service's finding can be, by the option. */
const threadFixes: readonly [FixKind, ...FixKind[]] = ["profile", "unconfined"];

/** Reports threads that cannot be created: facts and texts come from `src/facts`, edits from its plans. */
export const threadCreation = createRule<Options, MessageId>({
  name: "thread-creation",
  meta: {
    type: "problem",
    docs: {
      description: "Report services and builds whose threads cannot be created on the Docker Engine that runs them",
      set: "recommended",
      level: "error",
      warnings: [
        "depends",
        "threadsMayFail",
        "threadsUnused",
        "engineNotDeclared",
        "containerDepends",
        "containerThreadsMayFail",
        "containerThreadsUnused",
        "containerEngineNotDeclared",
        "buildEngineNotDeclared",
        "runDepends",
      ],
      fixes: {
        doesNotStart: threadFixes,
        crashes: threadFixes,
        threadsFail: threadFixes,
        threadsMayFail: threadFixes,
        depends: threadFixes,
        addProfile: ["profile"],
        addProfileToBeWritten: ["profile"],
        replaceOwnProfile: ["profile"],
        replaceOwnProfileToBeWritten: ["profile"],
        addUnconfined: ["unconfined"],
        useImage: ["other-image"],
      },
    },
    fixable: "code",
    hasSuggestions: true,
    messages: threadMessages,
    schema: [
      {
        type: "object",
        properties: {
          // What the fix inserts: an entry for a seccomp profile, `seccomp=unconfined`, or nothing.
          fix: { type: "string", enum: ["profile", "unconfined", "none"] },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ fix: "profile" }],
  },
  create(context, [{ fix }]) {
    const settings = lintSettings(context.settings);
    const reportAll = (reports: Report[]): void => {
      for (const { loc, messageId, data, edit, suggestions = [] } of reports) {
        context.report({
          loc,
          messageId,
          data,
          fix: edit === undefined ? null : (fixer) => fixer.replaceTextRange(edit.range, edit.text),
          suggest: suggestions.map((suggestion) => ({
            messageId: suggestion.messageId,
            data: suggestion.data,
            fix: (fixer) => fixer.replaceTextRange(suggestion.edit.range, suggestion.edit.text),
          })),
        });
      }
    };
    const wrong = wrongImageSettings(settings);
    return {
      ComposeFile() {
        const source = composeSource(context);
        if (source !== null) reportAll([...wrong, ...composeReports(source, settings, fix)]);
      },
      Dockerfile() {
        const source = dockerfileSource(context);
        if (source !== null) reportAll([...wrong, ...dockerfileReports(source, settings)]);
      },
    };
  },
});

function composeReports(source: ComposeSourceCode, settings: LintSettings, fix: WantedFix): Report[] {
  const facts = composeFacts(source, settings);
  const declared = declaredTarget(settings);
  if (declared.kind === "wrong") return [wrongSettings(settings, declared.message)];
  if (declared.kind === "none") {
    const needing = needsNewerEngine(source.path, facts.services);
    const [first] = needing;
    return first === undefined ? [] : [engineNotDeclared(first, needing, settings)];
  }
  const { target } = declared;
  const findings = threadFindings(source.path, facts.services, target);
  const wanted = servicesNeedingEntry(source.path, facts.services, target, findings);
  const services = facts.services.map(({ service }) => service);
  const requests = new Map(findings.filter(isFixable).map((finding) => [finding, requestOf(finding)]));
  // What is only suggested is not made together with the others.
  const made = [...requests].filter(([{ services: ofFinding }]) => fix !== "profile" || ownProfileOf(ofFinding) === null);
  const plans = new SecurityOptPlans(made.map(([, request]) => request), new PlanContext(source, services, wanted));
  const context: ReportContext = { source, settings, facts, target, fix, requests, plans, profiles: new Remembered() };
  return [...findings.map((finding) => serviceReport(finding, context)), ...inlineReports(source, target, settings)];
}

/** A program that needs no threads needs no profile. */
function isFixable({ kind }: ThreadFinding): boolean {
  return kind !== "threadsUnused";
}

function requestOf({ at, services }: ThreadFinding): SecurityOptRequest {
  return { at, services: services.map(({ service }) => service) };
}

const FILE_START: SourceLocation = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };

function wrongSettings(settings: LintSettings, problem: string): Report {
  return { loc: FILE_START, messageId: settings.problem === undefined ? "engineNotUnderstood" : "settingsNotUnderstood", data: { problem } };
}

function wrongImageSettings(settings: LintSettings): Report[] {
  const problem = imageSettingProblem(settings);
  return problem === null ? [] : [{ loc: FILE_START, messageId: "imagesNotUnderstood", data: { problem } }];
}

/** One warning for the file: the first service stands for all that need a newer engine. */
function engineNotDeclared(first: ThreadFinding, all: readonly ThreadFinding[], settings: LintSettings): Report {
  const services = all.flatMap((finding) => finding.services.map(({ service }) => service));
  const isSure = all.some(({ kind }) => kind !== "threadsMayFail");
  const need = haveOneName(services) ? "needs" : "need";
  const subject = `${theServices(services, "The")} ${isSure ? need : "may need"}`;
  const data = { ...findingData(first, [], { target: null, settings }), subject, needed: RECOMMENDED_ENGINE };
  return { loc: locationOf(first.at), messageId: "engineNotDeclared", data };
}

interface ReportContext {
  source: ComposeSourceCode;
  settings: LintSettings;
  facts: ComposeFacts;
  target: Target;
  fix: WantedFix;
  requests: ReadonlyMap<ThreadFinding, SecurityOptRequest>;
  plans: SecurityOptPlans;
  /** The profile for each kind of container of this file. */
  profiles: Remembered<ProfilePlan>;
}

function serviceReport(finding: ThreadFinding, context: ReportContext): Report {
  const loc = locationOf(finding.at);
  const images = otherImages(finding, context.target, context.settings);
  const stack = { target: context.target, swarm: context.settings.swarm === true };
  const command = `compose-lint profile${targetFlags(context.settings)}`;
  const data = { ...findingData(finding, images, context), choices: serviceAdvice(finding, images, stack, { kind: "by-hand", command }), noFix: "" };
  const report: Report = { loc, messageId: finding.kind, data, suggestions: imageSuggestions(finding, images) };
  const reported = { file: context.source.path, range: finding.at.value?.range ?? finding.at.range, loc };
  const values = finding.services.flatMap(({ service }) => writtenOf(service)?.value ?? []);
  noteRelated(context.source, { ruleId: RULE_ID, loc }, placesOfAll(values, reported, context.facts.fileSystem));
  const request = context.requests.get(finding);
  if (context.fix === "none" || request === undefined || stack.swarm || context.source.host.areFixesRefused === true) return report;
  if (context.source.parsed.syntaxProblems.length > 0) return { ...report, data: { ...data, noFix: " A fix is offered once the file is valid YAML." } };
  const unconfined = planUnconfined(context.source.path, (added) => context.plans.planFor(request, added));
  if (unconfined.edit !== null) report.suggestions?.push({ messageId: "addUnconfined", data: {}, edit: unconfined.edit });
  if (context.fix === "unconfined") {
    context.source.host.takeNote?.({ path: context.source.path, ruleId: RULE_ID, loc, fixKind: "unconfined" });
    if (unconfined.why !== null) return withReason(report, unconfined.why);
    return { ...report, data: { ...data, choices: serviceAdvice(finding, images, stack, { kind: "unconfined", command }) }, edit: unconfined.edit };
  }
  return withProfileFix(report, finding, request, { ...context, images });
}

function withProfileFix(report: Report, finding: ThreadFinding, request: SecurityOptRequest, context: ReportContext & { images: readonly OtherImage[] }): Report {
  const { source, settings, facts, target } = context;
  const [first, ...others] = finding.services;
  const profilePath = settings.profilePath ?? defaultProfilePath;
  const planIn = (folder: string): ProfilePlan => {
    const { image: { libc }, security } = first;
    const key = JSON.stringify([folder, libc, security.privileged, security.capAdd, security.capDrop]);
    return context.profiles.get(key, () => planProfile({ target, libc, security, folder, profilePath, fileSystem: facts.fileSystem }));
  };
  const profile = placeProfile(source.path, [first.service, ...others.map(({ service }) => service)], planIn);
  const own = ownProfileOf(finding.services);
  if (own !== null) return withOwnProfile(report, own, profile, { request, context });
  const withOffer = (offer: FixOffer): Report => ({ ...report, data: { ...report.data, choices: serviceAdvice(finding, context.images, { target, swarm: false }, offer) } });
  if (!profile.ok) return withReason(profile.isPossible ? report : withOffer({ kind: "none" }), profile.why);
  const plan = context.plans.planFor(request, { entry: profile.entry });
  if (!plan.ok) return withReason(report, plan.why);
  const offered = withOffer({ kind: "profile", command: "compose-lint --fix" });
  source.host.takeNote?.({ path: source.path, ruleId: RULE_ID, loc: report.loc, fixKind: "profile", namedFiles: profile.files });
  if (profile.writes.length === 0) {
    const data = { entry: profile.entry };
    return { ...offered, edit: plan.edit, suggestions: [{ messageId: "addProfile", data, edit: plan.edit }, ...(report.suggestions ?? [])] };
  }
  source.host.takeNote?.({ path: source.path, ruleId: RULE_ID, loc: report.loc, requiredFiles: profile.writes });
  if (source.host.writesFiles) return { ...offered, edit: plan.edit };
  const data = { entry: profile.entry, command: `npx compose-lint${targetFlags(settings)} --fix` };
  const suggestion: Suggestion = { messageId: "addProfileToBeWritten", data, edit: plan.edit };
  return { ...offered, suggestions: [suggestion, ...(report.suggestions ?? [])] };
}

/** A report whose message says why there is no fix. */
function withReason(report: Report, why: string): Report {
  return { ...report, data: { ...report.data, noFix: ` ${why}` } };
}

/** What a profile of the user's own refuses is known to its author alone: ours takes its place only where that is asked for. */
function withOwnProfile(report: Report, own: OwnProfile, profile: PlacedProfile | { ok: false }, { request, context }: { request: SecurityOptRequest; context: ReportContext }): Report {
  const { settings, facts, target } = context;
  const compared = profile.ok ? comparedWith(own, profile.first, target, facts.fileSystem) : "";
  const data = { ...report.data, noFix: ` No fix is offered: ${ownProfileStays(own, compared)}` };
  const plan = profile.ok ? context.plans.planFor(request, { entry: profile.entry }) : null;
  if (!profile.ok || plan?.ok !== true) return { ...report, data };
  const command = `npx compose-lint profile${targetFlags(settings)} --output ${settings.profilePath ?? defaultProfilePath}`;
  const suggestion: Suggestion = {
    messageId: profile.writes.length === 0 ? "replaceOwnProfile" : "replaceOwnProfileToBeWritten",
    data: { entry: profile.entry, own: own.name, compared, command },
    edit: plan.edit,
  };
  return { ...report, data, suggestions: [suggestion, ...(report.suggestions ?? [])] };
}

function findingData(
  finding: ThreadFinding,
  images: readonly OtherImage[],
  { target, settings }: { target: Target | null; settings: LintSettings },
): Record<string, string> {
  const [first] = finding.services;
  const services = finding.services.map(({ service }) => service);
  const written = writtenOf(first.service);
  return {
    subject: theServices(services),
    engine: target === null ? "" : engineName(target),
    image: `${shownReference(first.imageText ?? "the image")}${first.build === null && written !== undefined ? describeParts(written.value) : ""}`,
    made: target === null ? describeImage(first.image) : madeOf(first.reference, first.image, target, settings),
    reason: describeReason(finding.verdict, first.security),
    cry: describeHarm(finding.verdict, first.program, first.reference),
  };
}

function madeOf(reference: ImageReference | null, image: ImageFacts, target: Target, settings: LintSettings): string {
  const earlier = reference === null ? null : earlierImageThatWorks(reference, image, target, imageOptions(settings));
  return describeImageOverTime(image, earlier);
}

/** Where a service gets its image or its build from. */
function writtenOf(service: ServiceModel): WrittenAt | undefined {
  return service.build?.at ?? service.image?.at;
}

function otherImages(finding: ThreadFinding, target: Target, settings: LintSettings): OtherImage[] {
  const [{ reference, build, security }] = finding.services;
  // The tag of a built service is changed in its Dockerfile.
  return reference === null || build !== null ? [] : imagesThatWork(reference, target, imageOptions(settings), judgedDay(settings), security);
}

function imageSuggestions(finding: ThreadFinding, images: readonly OtherImage[]): Suggestion[] {
  const [{ imageText }] = finding.services;
  const { value } = finding.at;
  // A reference with variables or behind an alias has no one place where its tag could be changed.
  if (value?.type !== "YamlScalar" || !isWrittenImage(value, imageText)) return [];
  return images.map((image) => ({
    messageId: "useImage",
    data: { image: image.reference, made: describeOther(image) },
    edit: { range: value.range, text: scalarText(image.reference, value.style) },
  }));
}

function dockerfileReports(source: DockerfileSourceCode, settings: LintSettings): Report[] {
  const declared = declaredTarget(settings);
  if (declared.kind === "wrong") return [wrongSettings(settings, declared.message)];
  const facts = dockerfileFacts(source, settings);
  const text = textOfDockerfile(source);
  if (declared.kind === "none") {
    const needing = stagesNeedingNewerEngine(facts);
    const first = needing.find(({ kind }) => kind === "container") ?? needing[0];
    const messageId = first?.kind === "container" ? "containerEngineNotDeclared" : "buildEngineNotDeclared";
    return first === undefined ? [] : [{ ...stageReport(first, null, settings, text), messageId }];
  }
  const { target } = declared;
  return stageFindings(facts, target).map((finding) => stageReport(finding, target, settings, text));
}

/** The RUN steps of Dockerfiles in the Compose file; their containers are told of at the services. */
function inlineReports(source: ComposeSourceCode, target: Target, settings: LintSettings): Report[] {
  return inlineDockerfilesOf(source, settings).flatMap((text) =>
    stageFindings(inlineFacts(text, imageOptions(settings)), target).map((finding) => stageReport(finding, target, settings, text)),
  );
}

function stageReport(finding: StageFinding, target: Target | null, settings: LintSettings, source: StageText): Report {
  const { kind, stage, verdict, reference, image, program, run } = finding;
  const images = target === null ? [] : imagesThatWork(reference, target, imageOptions(settings), judgedDay(settings));
  const data = {
    engine: target === null ? "" : engineName(target),
    need: findingKind(verdict, program) === "threadsMayFail" ? "may need" : "need",
    needed: RECOMMENDED_ENGINE,
    image: shownReference(reference.text),
    made: target === null ? describeImage(image) : madeOf(reference, image, target, settings),
    reason: describeReason(verdict, ordinaryContainer()),
    cry: describeHarm(verdict, program, reference),
    choices:
      verdict.reason.code === "does-not-start"
        ? adviceToStart(ordinaryContainer(), kind === "run" ? [] : composeChoices)
        : advice(verdict.needs, images, kind === "run" ? [] : composeChoices),
    program: program?.title ?? "a program",
    line: String(run === null ? 0 : source.placeOf(run.range).loc.start.line),
    command: run === null ? "" : shownCommand(source.text.slice(...run.range)),
  };
  const { loc } = source.placeOf((stage.from.image ?? stage.from).range);
  return { loc, messageId: stageMessage(finding), data, suggestions: fromSuggestions(finding, images, source) };
}

function stageMessage({ kind, verdict, program }: StageFinding): MessageId {
  if (kind === "run") return verdict.verdict === "fails" ? "runFails" : "runDepends";
  return containerMessages[findingKind(verdict, program)];
}

function fromSuggestions({ stage, reference }: StageFinding, images: readonly OtherImage[], source: StageText): Suggestion[] {
  const { image } = stage.from;
  // A stage on another stage, or on an image with variables, has no tag of its own to change.
  if (image?.text !== reference.text) return [];
  const { range, verbatim } = source.placeOf(image.range);
  if (!verbatim) return [];
  return images.map((other) => ({
    messageId: "useImage",
    data: { image: other.reference, made: describeOther(other) },
    edit: { range, text: other.reference },
  }));
}
