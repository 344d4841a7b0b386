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
    private const string Prefix = "__using_";

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
            values[name] = (session.PSVariable.Get(name) ?? throw RunErrors.NoUsingVariable(name)).Value;

        return values;
    }

    /// <summary>The script with a variable of its own runspace in place of each.</summary>
    public static string Replace(string script)
    {
        var replaced = new StringBuilder(script);
        foreach (VariableExpressionAst variable in Find(script).OrderByDescending(variable => variable.Extent.StartOffset))
        {
            int start = variable.Extent.StartOffset;
            replaced.Remove(start, variable.Extent.EndOffset - start).Insert(start, $"${{{NameOf(PathOf(variable))}}}");
        }

        return replaced.ToString();
    }

    // A script that cannot be parsed has none that could be read: running it tells what is wrong with it.
    private static IEnumerable<VariableExpressionAst> Find(string script) =>
        Parser.ParseInput(script, out _, out _)
            .FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true)
            .Select(ast => UsingExpressionAst.ExtractUsingVariable((UsingExpressionAst)ast));

    private static string PathOf(VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        return path.StartsWith("using:", StringComparison.OrdinalIgnoreCase) ? path["using:".Length..] : path;
    }
}
