using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.ExceptionServices;

namespace Marianne.Commands;

/// <summary>
/// Parses PowerShell whatever it contains, without running any of it. PowerShell's parser visits a chain such as <c>a.b.c</c> or
/// <c>1 + 2 + 3</c> recursively and does not check its stack: a long chain ends the process, with no exception to catch.
/// </summary>
internal static class ScriptParser
{
    private const int BaseStack = 16 * 1024 * 1024;
    private const int StackPerCharacter = 128;
    private const int MaximumStack = 1024 * 1024 * 1024;

    /// <summary>Parses a script. Modules and assemblies that it uses are not loaded, so their types are not found.</summary>
    /// <returns>The syntax tree, or <c>null</c> if it is too complex, and the first errors.</returns>
    public static (ScriptBlockAst? Script, IReadOnlyList<ParseError> Errors) Parse(string script) =>
        ScriptComplexity.Find(script) is { } tooComplex ? (null, [tooComplex]) : ParseText(InertScript.Of(script));

    /// <summary>Parses a data file that <see cref="DataFileComplexity"/> has accepted.</summary>
    /// <returns>The syntax tree, or <c>null</c> if it is too complex, and the first errors.</returns>
    public static (ScriptBlockAst? Script, IReadOnlyList<ParseError> Errors) ParseData(string text) => ParseText(text);

    private static (ScriptBlockAst? Script, IReadOnlyList<ParseError> Errors) ParseText(string text) =>
        OnLargeStack<(ScriptBlockAst?, IReadOnlyList<ParseError>)>(text.Length, () =>
        {
            // There is no tree if the parser runs out of stack itself, or if there are too many errors.
            (ScriptBlockAst? script, ParseError[] errors) = ParseSome(text);
            return script is not null && FindTooDeep(script) is { } tooDeep ? (null, [TooDeep(tooDeep.Extent), .. errors]) : (script, errors);
        });

    /// <summary>Parses a text until there are too many errors.</summary>
    private static (ScriptBlockAst? Script, ParseError[] Errors) ParseSome(string text)
    {
        var limit = new ParserErrorLimit(CultureInfo.CurrentUICulture, text.Length);
        ParseError[] errors = [];
        CultureInfo.CurrentUICulture = limit;
        try
        {
            return (Parser.ParseInput(text, out _, out errors), errors);
        }
        catch (ParseException) when (limit.IsExceeded && errors.Length > 0)
        {
            return (null, errors); // The parser sets them before it throws.
        }
    }

    /// <summary>
    /// Runs a function on a thread of its own, whose stack suffices for the deepest tree of a text. Unused stack costs nothing. The
    /// thread has no runspace, so the parser cannot run anything.
    /// </summary>
    private static T OnLargeStack<T>(long length, Func<T> function)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(Run, (int)Math.Min(MaximumStack, BaseStack + (StackPerCharacter * length))) { IsBackground = true };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;

        void Run()
        {
            try
            {
                result = function();
            }
#pragma warning disable CA1031 // It is thrown again in the calling thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        }
    }

    /// <summary>Returns the first node that is too deep, or <c>null</c>.</summary>
    private static Ast? FindTooDeep(ScriptBlockAst script)
    {
        // Nodes are visited before their children, so the path from the root is known at each of them.
        var path = new Stack<Ast>();
        return script.Find(IsTooDeep, searchNestedScriptBlocks: true);

        bool IsTooDeep(Ast ast)
        {
            while (path.TryPeek(out Ast? last) && last != ast.Parent)
                path.Pop();
            path.Push(ast);
            return path.Count > ScriptComplexity.MaximumDepth;
        }
    }

    private static ParseError TooDeep(IScriptExtent extent) => new(extent, nameof(TooDeep), ScriptComplexity.TooDeep());
}
