-- Starts the ESLint language server for the file that is open, writes what it reports to REPORT, and ends.
-- SERVER is the program, ROOT the project.
local root = vim.env.ROOT
local settings = {
  validate = "on",
  packageManager = "npm",
  useESLintClass = true,
  experimental = {},
  codeAction = { disableRuleComment = { enable = true, location = "separateLine" }, showDocumentation = { enable = true } },
  codeActionOnSave = { enable = false, mode = "all" },
  format = false,
  quiet = false,
  onIgnoredFiles = "off",
  options = vim.empty_dict(),
  rulesCustomizations = {},
  run = "onType",
  problems = { shortenToSingleLine = false },
  nodePath = "",
  workingDirectory = { mode = "location" },
  workspaceFolder = { uri = vim.uri_from_fname(root), name = "project" },
}

local client = vim.lsp.start_client({
  name = "eslint",
  cmd = { vim.env.NODE, vim.env.SERVER, "--stdio" },
  root_dir = root,
  settings = settings,
  handlers = {
    ["workspace/configuration"] = function(_, params)
      local answers = {}
      for index = 1, #params.items do answers[index] = settings end
      return answers
    end,
    ["eslint/confirmESLintExecution"] = function() return 4 end,
  },
})
vim.lsp.buf_attach_client(0, client)

local function report(diagnostics)
  local lines = {}
  for _, found in ipairs(diagnostics) do
    table.insert(lines, string.format("%d:%d %s", found.range.start.line + 1, found.range.start.character + 1, found.code))
  end
  vim.fn.writefile(lines, vim.env.REPORT)
  vim.cmd("qall!")
end

-- Neovim before 0.10 does not ask for diagnostics by itself, as this server expects.
vim.wait(20000, function() return vim.lsp.buf_get_clients(0)[client] ~= nil end)
vim.lsp.get_client_by_id(client).request(
  "textDocument/diagnostic",
  { textDocument = vim.lsp.util.make_text_document_params(0) },
  function(_, result) report(result and result.items or {}) end,
  0
)
