/** A scope without variables, with the properties that ESLint's own rules look at. */
interface EmptyScope {
  type: "global";
  block: object;
  isStrict: false;
  functionExpressionScope: false;
  upper: null;
  variableScope: EmptyScope;
  set: Map<string, object>;
  variables: object[];
  references: object[];
  through: object[];
  childScopes: EmptyScope[];
  implicit: { left: object[]; set: Map<string, object>; variables: object[] };
}

export interface LegacyScopeManager {
  scopes: EmptyScope[];
  globalScope: EmptyScope;
  acquire(): EmptyScope;
  getDeclaredVariables(): object[];
}

/**
 * The scope analysis of a file without variables. ESLint 8 asks for one with each file, and would look for JavaScript
 * in ours.
 */
export function legacyScopeManager(root: object): LegacyScopeManager {
  const scope = {
    type: "global",
    block: root,
    isStrict: false,
    functionExpressionScope: false,
    upper: null,
    set: new Map(),
    variables: [],
    references: [],
    through: [],
    childScopes: [],
    implicit: { left: [], set: new Map(), variables: [] },
  } as unknown as EmptyScope;
  scope.variableScope = scope;
  return {
    scopes: [scope],
    globalScope: scope,
    acquire: () => scope,
    getDeclaredVariables: () => [],
  };
}
