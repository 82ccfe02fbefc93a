/**
 * This process's environment without what `npm run` adds for its own package, so that an npm that a test runs in
 * another folder works for that folder. The user's npm settings stay.
 */
export function npmEnvironment(): NodeJS.ProcessEnv {
  const added = /^(npm_(package|lifecycle)_.*|npm_(command|execpath|node_execpath|config_local_prefix)|INIT_CWD|NODE)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}
