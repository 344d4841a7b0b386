using System.Management.Automation.Language;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Reads a PowerShell data file by its syntax tree: constants, hashtables and arrays. Nothing of it is run, and what would
/// have to be run is refused.
/// </summary>
internal sealed class DataFileScoreReader : IScoreReader
{
    private readonly ScoreLimits _limits = new();

    /// <inheritdoc/>
    public SourceMap Read(string text)
    {
        ScriptBlockAst script = Parser.ParseInput(text, out _, out ParseError[] errors);
        if (errors is [var error, ..])
            throw new ScoreSyntaxException($"It is no PowerShell data: {error.Message}", MarkOf(error.Extent));

        if (script.ParamBlock is not null || script.BeginBlock is not null || script.ProcessBlock is not null
            || script.DynamicParamBlock is not null || script.UsingStatements.Count > 0 || script.EndBlock?.Traps?.Count > 0)
        {
            throw Refuse(script);
        }

        StatementAst[] statements = [.. script.EndBlock?.Statements ?? Enumerable.Empty<StatementAst>()];
        if (statements.Length == 0)
            throw ScoreErrors.Empty();
        if (statements.Length > 1)
            throw Refuse(statements[1]);
        if (PureExpression(statements[0]) is not HashtableAst root)
            throw new ScoreSyntaxException(
                "A score is one hashtable: @{ name = '...'; sheets = @(...) }.", MarkOf(statements[0].Extent));

        return ReadMap(root);
    }

    private static SourcePosition MarkOf(IScriptExtent extent) => new(extent.StartLineNumber, extent.StartColumnNumber);

    private static ScoreSyntaxException Refuse(Ast ast) => new(
        $"{Shown(ast)} would have to be run, and a data file is only read. Write a constant, a hashtable or an array: a script "
        + "stands in a here-string, or in a file of its own.",
        MarkOf(ast.Extent));

    private static string Shown(Ast ast) => TextTruncation.Shorten(ast.Extent.Text.ReplaceLineEndings(" "), 60);

    /// <summary>The expression that a statement is; an error when it is anything else.</summary>
    private static ExpressionAst PureExpression(StatementAst statement) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } command] }
            ? command.Expression
            : throw Refuse(statement);

    private object? ReadValue(ExpressionAst value)
    {
        SourcePosition mark = MarkOf(value.Extent);
        if (value is ParenExpressionAst { Pipeline: StatementAst inner })
            return ReadValue(PureExpression(inner));

        _limits.Count(mark);
        return value switch
        {
            HashtableAst map => ReadMap(map),
            ArrayExpressionAst array => ReadList(mark, array.SubExpression.Statements.SelectMany(Items)),
            ArrayLiteralAst list => ReadList(mark, list.Elements),
            ConstantExpressionAst constant => constant.Value,
            VariableExpressionAst variable => ReadVariable(variable),
            UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst number } => Negate(number),
            _ => throw Refuse(value),
        };
    }

    /// <summary>What one statement of <c>@( )</c> adds to the array.</summary>
    private static IEnumerable<ExpressionAst> Items(StatementAst statement) =>
        PureExpression(statement) is ArrayLiteralAst list ? list.Elements : [PureExpression(statement)];

    private static object? ReadVariable(VariableExpressionAst variable) =>
        variable.VariablePath.UserPath.ToUpperInvariant() switch
        {
            "TRUE" => true,
            "FALSE" => false,
            "NULL" => null,
            _ => throw Refuse(variable),
        };

    private static object Negate(ConstantExpressionAst number) => number.Value switch
    {
        int value => -(long)value,
        double value => -value,
        decimal value => -value,
        _ => throw Refuse(number.Parent),
    };

    private SourceMap ReadMap(HashtableAst map)
    {
        SourcePosition mark = MarkOf(map.Extent);
        _limits.Enter(mark);
        var result = new SourceMap(mark);
        foreach ((ExpressionAst key, StatementAst statement) in map.KeyValuePairs)
        {
            if (key is not ConstantExpressionAst { Value: string or int } constant)
                throw Refuse(key);

            object? value = ReadValue(PureExpression(statement));
            ScoreLimits.Add(result, $"{constant.Value}", value, MarkOf(key.Extent), MarkOf(statement.Extent));
        }

        _limits.Leave();
        return result;
    }

    private SourceList ReadList(SourcePosition mark, IEnumerable<ExpressionAst> items)
    {
        _limits.Enter(mark);
        var list = new SourceList();
        foreach (ExpressionAst item in items)
            list.Add(ReadValue(item), MarkOf(item.Extent));
        _limits.Leave();
        return list;
    }
}
