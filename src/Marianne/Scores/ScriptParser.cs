using System.Globalization;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.ExceptionServices;

namespace Marianne.Commands;

/// <summary>
/// Parses PowerShell whatever its depth. PowerShell's parser visits a chain such as <c>a.b.c</c> or <c>1 + 2 + 3</c>
/// recursively and does not check its stack: a long chain ends the process, with no exception to catch.
/// </summary>
internal static class ScriptParser
{
    /// <summary>
    /// The maximum depth of a syntax tree. Code that visits or runs a tree is recursive as well, so a deeper one is an error.
    /// </summary>
    private const int MaximumDepth = 5_000;

    /// <summary>A text of this length cannot exceed the depth: each level of a chain has at least two characters.</summary>
    private const int ShortText = 2 * 4_096;

    /// <summary>
    /// The parser compares each error with all others, so it needs minutes for a text with tens of thousands of errors. It cannot be
    /// stopped: after this time, its thread is left alone.
    /// </summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    private static readonly ScriptExtent Nowhere = new(new ScriptPosition("", 1, 1, ""), new ScriptPosition("", 1, 1, ""));

    private const int BaseStack = 16 * 1024 * 1024;
    private const int StackPerCharacter = 128;
    private const int MaximumStack = 1024 * 1024 * 1024;

    /// <summary>Parses a text.</summary>
    /// <returns>The syntax tree, or <c>null</c> if it is too deep, and the errors.</returns>
    public static (ScriptBlockAst? Script, IReadOnlyList<ParseError> Errors) Parse(string text) =>
        text.Length > ShortText && DataFileComplexity.HasTooManyOperators(text)
            ? (null, [TooDeep(Nowhere)])
            : Parse(text.Length, () => (Parser.ParseInput(text, out _, out ParseError[] errors), errors));

    /// <summary>Parses a file.</summary>
    /// <param name="file">The full path of the file.</param>
    /// <returns>The syntax tree, or <c>null</c> if it is too deep, and the errors.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static (ScriptBlockAst? Script, IReadOnlyList<ParseError> Errors) ParseFile(string file) => Parse(
        new FileInfo(file).Length,
        () => (Parser.ParseFile(file, out _, out ParseError[] errors), errors));

    private static (ScriptBlockAst? Script, IReadOnlyList<ParseError> Errors) Parse(
        long length, Func<(ScriptBlockAst? Script, ParseError[] Errors)> parse)
    {
        if (length <= ShortText)
            return parse();

        return OnLargeStack<(ScriptBlockAst?, IReadOnlyList<ParseError>)>(length, TooSlow, () =>
        {
            (ScriptBlockAst? script, ParseError[] errors) = parse(); // There is no tree if the parser runs out of stack itself.
            return script is not null && FindTooDeep(script) is { } tooDeep ? (null, [TooDeep(tooDeep.Extent), .. errors]) : (script, errors);
        });
    }

    /// <summary>Runs a function on a thread whose stack suffices for the deepest tree of a text. Unused stack costs nothing.</summary>
    private static T OnLargeStack<T>(long length, Func<T> onTimeout, Func<T> function)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Runspace? runspace = Runspace.DefaultRunspace; // Names of types and modules are resolved in it.
        var thread = new Thread(Run, (int)Math.Min(MaximumStack, BaseStack + (StackPerCharacter * length))) { IsBackground = true };
        thread.Start();
        if (!thread.Join(TimeLimit))
            return onTimeout();

        failure?.Throw();
        return result!;

        void Run()
        {
            try
            {
                Runspace.DefaultRunspace = runspace;
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
            return path.Count > MaximumDepth;
        }
    }

    private static (ScriptBlockAst? Script, IReadOnlyList<ParseError> Errors) TooSlow()
    {
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"It cannot be parsed within {TimeLimit.TotalSeconds:N0} seconds. It probably has very many errors.");
        return (null, [new ParseError(Nowhere, nameof(TooSlow), message)]);
    }

    private static ParseError TooDeep(IScriptExtent extent) => new(
        extent,
        "TooDeep",
        string.Create(
            CultureInfo.InvariantCulture,
            $"An expression has more than {MaximumDepth:N0} operators or levels. Split it into smaller ones."));
}
