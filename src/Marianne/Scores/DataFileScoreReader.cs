using System.Globalization;
using System.Management.Automation.Language;
using System.Numerics;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Reads a PowerShell data file from its syntax tree: constants, hashtables and arrays. No code is run; anything that would
/// have to be evaluated is rejected.
/// </summary>
internal sealed class DataFileScoreReader : IScoreReader
{
    private const int MaximumExcerptLength = 60;

    private readonly ScoreLimits _limits = new();

    /// <inheritdoc/>
    public SourceMap Read(string text)
    {
        DataFileComplexity.Check(text);
        (ScriptBlockAst? script, IReadOnlyList<ParseError> errors) = ScriptParser.ParseData(text);
        if (errors is [var error, ..])
            throw new ScoreSyntaxException($"Invalid PowerShell data: {error.Message}", PositionOf(error.Extent));

        if (script!.ParamBlock is not null || script.BeginBlock is not null || script.ProcessBlock is not null
            || script.DynamicParamBlock is not null || script.UsingStatements.Count > 0 || script.EndBlock?.Traps?.Count > 0)
        {
            throw NotConstant(script);
        }

        StatementAst[] statements = [.. script.EndBlock?.Statements ?? Enumerable.Empty<StatementAst>()];
        if (statements.Length == 0)
            throw ScoreErrors.Empty();
        if (statements.Length > 1)
            throw NotConstant(statements[1]);
        if (PureExpression(statements[0]) is not HashtableAst root)
            throw new ScoreSyntaxException(
                "A score is a single hashtable: @{ name = '...'; sheets = @(...) }.", PositionOf(statements[0].Extent));

        return ReadMap(root);
    }

    private static SourcePosition PositionOf(IScriptExtent extent) => new(extent.StartLineNumber, extent.StartColumnNumber);

    private static ScoreSyntaxException NotConstant(Ast ast) => new(
        $"'{ExcerptOf(ast)}' is not constant, and a data file is read without running it. Use a constant, a hashtable or an "
        + "array. Put a script in a here-string, or in a separate file.",
        PositionOf(ast.Extent));

    private static string ExcerptOf(Ast ast) =>
        TextTruncation.Shorten(ast.Extent.Text.ReplaceLineEndings(" "), MaximumExcerptLength);

    /// <summary>Returns the expression of a statement that has nothing else.</summary>
    /// <exception cref="ScoreSyntaxException">The statement is not a single expression.</exception>
    private static ExpressionAst PureExpression(StatementAst statement) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } command] }
            ? command.Expression
            : throw NotConstant(statement);

    private object? ReadValue(ExpressionAst value)
    {
        SourcePosition position = PositionOf(value.Extent);
        if (value is ParenExpressionAst { Pipeline: StatementAst inner })
            return ReadValue(PureExpression(inner));

        _limits.Count(position);
        return value switch
        {
            HashtableAst map => ReadMap(map),
            ArrayExpressionAst array => ReadList(position, array.SubExpression.Statements.SelectMany(Items)),
            ArrayLiteralAst list => ReadList(position, list.Elements),
            ConstantExpressionAst constant => constant.Value is BigInteger large ? Whole(large) : constant.Value,
            VariableExpressionAst variable => ReadVariable(variable),
            UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst number } => Negate(number),
            _ => throw NotConstant(value),
        };
    }

    /// <summary>Returns the items that a statement of <c>@( )</c> adds to the array.</summary>
    private static IEnumerable<ExpressionAst> Items(StatementAst statement) =>
        PureExpression(statement) is ArrayLiteralAst list ? list.Elements : [PureExpression(statement)];

    private static object? ReadVariable(VariableExpressionAst variable) =>
        variable.VariablePath.UserPath.ToUpperInvariant() switch
        {
            "TRUE" => true,
            "FALSE" => false,
            "NULL" => null,
            _ => throw NotConstant(variable),
        };

    private static object Negate(ConstantExpressionAst number) => number.Value switch
    {
        double value => -value,
        decimal value => -value,
        BigInteger value => Whole(-value),
        sbyte or byte or short or ushort or int or uint or long or ulong =>
            Whole(-new BigInteger(Convert.ToDecimal(number.Value, CultureInfo.InvariantCulture))),
        _ => throw NotConstant(number.Parent),
    };

    /// <summary>Returns a whole number in a type that scores have.</summary>
    private static object Whole(BigInteger value)
    {
        double nearest = (double)value;
        if (value < long.MinValue || value > long.MaxValue)
            return nearest;

        long exact = (long)value;
        return exact;
    }

    private SourceMap ReadMap(HashtableAst map)
    {
        SourcePosition position = PositionOf(map.Extent);
        _limits.Enter(position);
        var result = new SourceMap(position);
        foreach ((ExpressionAst key, StatementAst statement) in map.KeyValuePairs)
        {
            if (key is not ConstantExpressionAst { Value: string or int } constant)
                throw NotConstant(key);

            object? value = ReadValue(PureExpression(statement));
            ScoreLimits.Add(result, $"{constant.Value}", value, PositionOf(key.Extent), PositionOf(statement.Extent));
        }

        _limits.Leave();
        return result;
    }

    private SourceList ReadList(SourcePosition position, IEnumerable<ExpressionAst> items)
    {
        _limits.Enter(position);
        var list = new SourceList();
        foreach (ExpressionAst item in items)
            list.Add(ReadValue(item), PositionOf(item.Extent));
        _limits.Leave();
        return list;
    }
}
