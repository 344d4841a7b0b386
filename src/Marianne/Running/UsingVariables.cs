using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Marianne.Commands;

/// <summary>
/// The <c>$using:</c> variables of scripts. A script travels as text; their values are read where it is invoked, and are not
/// kept.
/// </summary>
internal static class UsingVariables
{
    private const string Scope = "using:";
    private const string Prefix = "__using_";

    private static readonly string[] Travelling =
        ["Start-Job", "sajb", "Start-ThreadJob", "Invoke-Command", "icm"];

    /// <summary>The variable that stands for one in the runspace of a script.</summary>
    public static string NameOf(string name) => Prefix + name;

    /// <summary>The values of all that some scripts use.</summary>
    /// <param name="scripts">The scripts.</param>
    /// <param name="session">The session that has them.</param>
    /// <exception cref="MarianneException">InvalidParameter: one of them is not set there.</exception>
    public static IReadOnlyDictionary<string, object?> Read(IEnumerable<string> scripts, SessionState session)
    {
        Dictionary<string, object?> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in scripts.SelectMany(Find).Select(PathOf).Distinct(StringComparer.OrdinalIgnoreCase))
            values[name] = (session.PSVariable.Get(name) ?? throw InvocationErrors.NoUsingVariable(name)).Value;

        return values;
    }

    /// <summary>The script with a variable of its own runspace in place of each.</summary>
    public static string Replace(string script)
    {
        var replaced = new StringBuilder(script);
        foreach (VariableExpressionAst variable in Find(script).OrderByDescending(variable => variable.Extent.StartOffset))
        {
            // A block that travels on from the script takes the variable with it, as it takes any of the script's.
            string name = (TravelsOn(variable) ? Scope : "") + NameOf(PathOf(variable));
            int start = variable.Extent.StartOffset;
            replaced.Remove(start, variable.Extent.EndOffset - start)
                .Insert(start, variable.Splatted ? $"@{name}" : $"${{{name}}}");
        }

        return replaced.ToString();
    }

    // A script that cannot be parsed has none that could be read: running it tells what is wrong with it.
    private static VariableExpressionAst[] Find(string script)
    {
        ScriptBlockAst root = Parser.ParseInput(script, out _, out _);
        var own = new Lazy<HashSet<string>>(() => AssignedIn(root));
        return
        [
            .. root.FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true)
                .Select(ast => UsingExpressionAst.ExtractUsingVariable((UsingExpressionAst)ast))
                .Where(variable => !TravelsOn(variable) || !own.Value.Contains(PathOf(variable))),
        ];
    }

    /// <summary>What the script sets itself: a block that travels on from it means that.</summary>
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

    /// <summary>Whether it stands in a block that a command of the script takes to another runspace.</summary>
    private static bool TravelsOn(Ast variable)
    {
        for (Ast? ast = variable; ast is not null; ast = ast.Parent)
        {
            if (ast is ScriptBlockExpressionAst { Parent: CommandBaseAst or CommandParameterAst } block
                && (block.Parent as CommandAst ?? block.Parent.Parent as CommandAst) is { } command
                && TakesBlocksElsewhere(command))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TakesBlocksElsewhere(CommandAst command) =>
        Travelling.Contains(command.GetCommandName(), StringComparer.OrdinalIgnoreCase)
        || command.CommandElements.OfType<CommandParameterAst>().Any(parameter =>
            parameter.ParameterName.Length > 1 && "Parallel".StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase));

    private static string PathOf(VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        return path.StartsWith(Scope, StringComparison.OrdinalIgnoreCase) ? path[Scope.Length..] : path;
    }
}
