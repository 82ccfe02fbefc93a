/** The words of the rule about threads; for each message the rule fills in what stands in braces. */
export const threadMessages = {
  doesNotStart: "On {{engine}}, {{subject}} will not start, whatever image it has. {{reason}} {{choices}}{{noFix}}",
  crashes: "On {{engine}}, {{subject}} will crash: {{image}} is {{made}}. {{reason}} {{cry}} {{choices}}{{noFix}}",
  threadsFail:
    "On {{engine}}, {{subject}} cannot create threads: {{image}} is {{made}}. {{reason}} {{cry}} {{choices}}{{noFix}}",
  threadsMayFail: "On {{engine}}, {{subject}} may crash: {{image}} is {{made}}. {{reason}} {{cry}} {{choices}}{{noFix}}",
  threadsUnused:
    "On {{engine}}, {{subject}} cannot create threads through the C library, which its program does not need to start: {{image}} is {{made}}. {{reason}} {{cry}}",
  depends: "Whether {{subject}} works is open: {{image}} is {{made}}. {{reason}} Where it fails: {{cry}} {{choices}}{{noFix}}",
  engineNotDeclared:
    "{{subject}} Docker Engine {{needed}} or newer, and no engine is declared: {{image}} is {{made}}, whose threads fail on most older engines. {{cry}} Declare the engine with `--engine VERSION`, or as `engine` in the settings of compose-lint, and it is judged.",
  engineNotUnderstood: "The engine in the settings of compose-lint is not understood, so nothing is judged by it. {{problem}}",
  settingsNotUnderstood: "The settings of compose-lint are not understood, so nothing is judged by them. {{problem}}",
  containerDoesNotStart: "On {{engine}}, containers of this image will not start, whatever they are made of. {{reason}} {{choices}}",
  imagesNotUnderstood: "The settings of compose-lint about images are not understood, so they are left out. {{problem}}",
  containerCrashes:
    "On {{engine}}, containers of this image will crash: {{image}}, on which the last stage stands, is {{made}}. {{reason}} {{cry}} {{choices}}",
  containerThreadsFail:
    "On {{engine}}, containers of this image cannot create threads: {{image}}, on which the last stage stands, is {{made}}. {{reason}} {{cry}} {{choices}}",
  containerThreadsMayFail:
    "On {{engine}}, containers of this image may crash: {{image}}, on which the last stage stands, is {{made}}. {{reason}} {{cry}} {{choices}}",
  containerThreadsUnused:
    "On {{engine}}, containers of this image cannot create threads through the C library, which their program does not need to start: {{image}}, on which the last stage stands, is {{made}}. {{reason}} {{cry}}",
  containerDepends:
    "Whether containers of this image work is open: {{image}}, on which the last stage stands, is {{made}}. {{reason}} Where it fails: {{cry}} {{choices}}",
  containerEngineNotDeclared:
    "Containers of this image {{need}} Docker Engine {{needed}} or newer, and no engine is declared: {{image}}, on which the last stage stands, is {{made}}, whose threads fail on most older engines. {{cry}} Declare the engine with `--engine VERSION`, or as `engine` in the settings of compose-lint, and it is judged.",
  buildEngineNotDeclared:
    "The build of this image needs Docker Engine {{needed}} or newer, and no engine is declared: line {{line}} (`{{command}}`) starts {{program}} on {{image}}, which is {{made}}, whose threads fail on most older engines. {{cry}} Declare the engine that builds it with `--engine VERSION`, or as `engine` in the settings of compose-lint, and it is judged.",
  runFails:
    "On {{engine}}, the build will fail: line {{line}} (`{{command}}`) starts {{program}} on {{image}}, which is {{made}}. {{reason}} {{cry}} A build gets the engine's own profile, whatever `security_opt` says. {{choices}}",
  runDepends:
    "Whether this stage can be built is open: line {{line}} (`{{command}}`) starts {{program}} on {{image}}, which is {{made}}. {{reason}} A build gets the engine's own profile, whatever `security_opt` says. {{choices}}",
  addProfile: "Add `{{entry}}`",
  addProfileToBeWritten: "Add `{{entry}}`, then write that profile with `{{command}}`",
  replaceOwnProfile: "Put `{{entry}}` in the place of {{own}}: that profile {{compared}}",
  replaceOwnProfileToBeWritten: "Put `{{entry}}` in the place of {{own}}, then write it with `{{command}}`: that profile {{compared}}",
  addUnconfined: "Add `seccomp=unconfined`, which switches the sandbox of seccomp off",
  useImage: "Use {{image}}, {{made}}",
};
