using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>
/// Resolves the <c>$using:</c> variables of scripts. A script is passed as text; the values are read in the session that
/// starts the run, and are not stored.
/// </summary>
internal static class UsingVariables
{
    private const string Scope = "using:";
    private const string Prefix = "__using_";

    private static readonly string[] RemoteCommands =
        ["Start-Job", "sajb", "Start-ThreadJob", "Invoke-Command", "icm"];

    /// <summary>Returns the name of the variable that holds a value in the runspace of a script.</summary>
    public static string NameOf(string name) => Prefix + name;

    /// <summary>Reads the values of all variables that the scripts of a plan use.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="session">The session that has the variables.</param>
    /// <exception cref="MarianneException">InvalidParameter: a variable does not exist.</exception>
    public static IReadOnlyDictionary<string, object?> Read(JobPlan plan, SessionState session)
    {
        Dictionary<string, object?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in NamesOf(plan))
            values[name] = (session.PSVariable.Get(name) ?? throw InvocationErrors.NoUsingVariable(name)).Value;

        return values;
    }

    /// <summary>Returns the names of all variables that the scripts of a plan use.</summary>
    /// <param name="plan">The plan.</param>
    public static IEnumerable<string> NamesOf(JobPlan plan) =>
        ScriptsOf(plan).SelectMany(NamesOf).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the names of the variables that a script uses.</summary>
    /// <param name="script">The script.</param>
    public static IEnumerable<string> NamesOf(string script) => Find(script).Select(PathOf);

    private static IEnumerable<string> ScriptsOf(JobPlan plan) => plan.Sheets
        .Where(sheet => sheet.Action != PlannedAction.Done)
        .Select(sheet => plan.Score.SheetOf(sheet.Number))
        .Where(sheet => !sheet.HasScriptFile)
        .Select(sheet => sheet.Script)
        .OfType<string>()
        .Distinct();

    /// <summary>
    /// Returns the script with each <c>$using:</c> variable replaced by a variable of the runspace of the script.
    /// </summary>
    public static string Replace(string script)
    {
        var replaced = new StringBuilder(script);
        foreach (VariableExpressionAst variable in Find(script).OrderByDescending(variable => variable.Extent.StartOffset))
        {
            // In a block for another runspace, the replacing variable needs $using: too.
            string name = (IsInRemoteBlock(variable) ? Scope : "") + NameOf(PathOf(variable));
            int start = variable.Extent.StartOffset;
            replaced.Remove(start, variable.Extent.EndOffset - start)
                .Insert(start, variable.Splatted ? $"@{name}" : $"${{{name}}}");
        }

        return replaced.ToString();
    }

    // Parse errors are ignored here: they are reported when the script is run.
    private static VariableExpressionAst[] Find(string script)
    {
        if (ScriptParser.Parse(script).Script is not { } root)
            return [];

        var assigned = new Lazy<HashSet<string>>(() => AssignedIn(root));
        return
        [
            .. root.FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true)
                .Select(ast => UsingExpressionAst.ExtractUsingVariable((UsingExpressionAst)ast))
                .Where(variable => !IsInRemoteBlock(variable) || !assigned.Value.Contains(PathOf(variable))),
        ];
    }

    /// <summary>
    /// Returns the variables that the script assigns. In a block for another runspace, <c>$using:</c> refers to these.
    /// </summary>
    private static HashSet<string> AssignedIn(ScriptBlockAst root) => new(
        root.FindAll(ast => ast is AssignmentStatementAst or ForEachStatementAst or ParameterAst, searchNestedScriptBlocks: false)
            .SelectMany(ast => ast switch
            {
                AssignmentStatementAst assignment =>
                    assignment.Left.FindAll(part => part is VariableExpressionAst, false).Cast<VariableExpressionAst>(),
                ForEachStatementAst loop => [loop.Variable],
                ParameterAst parameter => [parameter.Name],
                _ => [],
            })
            .Select(PathOf),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Indicates whether a variable is in a block that the script passes to another runspace.</summary>
    private static bool IsInRemoteBlock(Ast variable)
    {
        for (Ast? ast = variable; ast is not null; ast = ast.Parent)
        {
            if (ast is ScriptBlockExpressionAst { Parent: CommandBaseAst or CommandParameterAst } block
                && (block.Parent as CommandAst ?? block.Parent.Parent as CommandAst) is { } command
                && RunsBlocksRemotely(command))
            {
                return true;
            }
        }

        return false;
    }

    private static bool RunsBlocksRemotely(CommandAst command) =>
        RemoteCommands.Contains(command.GetCommandName(), StringComparer.OrdinalIgnoreCase)
        || command.CommandElements.OfType<CommandParameterAst>().Any(parameter =>
            parameter.ParameterName.Length > 1
            && "Parallel".StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase));

    private static string PathOf(VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        return path.StartsWith(Scope, StringComparison.OrdinalIgnoreCase) ? path[Scope.Length..] : path;
    }
}
