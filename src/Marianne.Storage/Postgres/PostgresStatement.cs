using System.Globalization;
using System.Text.RegularExpressions;
using Marianne.Text;
using Npgsql;
using NpgsqlTypes;

namespace Marianne.Storage.Postgres;

/// <summary>
/// An SQL text as the server reads it: with its own schema, and with the parameters that occur in it, numbered by their first
/// occurrence. The server is not asked to keep it, because behind a pool each transaction may have another connection.
/// </summary>
internal sealed partial class PostgresStatement
{
    private readonly List<int> _ordinals = [];

    /// <summary>Translates an SQL text.</summary>
    /// <param name="sql">The text, with the parameters <c>@1</c>, <c>@2</c>, ... and the schema <c>main</c>.</param>
    /// <param name="schema">The schema, quoted.</param>
    public PostgresStatement(string sql, string schema) => Text = Token().Replace(
        sql,
        token => token.Groups["number"] is { Success: true } number
            ? Parameter(int.Parse(number.ValueSpan, CultureInfo.InvariantCulture))
            : $"{schema}.");

    /// <summary>The text for the server.</summary>
    public string Text { get; }

    /// <summary>Returns a command with its values.</summary>
    /// <param name="values">The values of the parameters <c>@1</c>, <c>@2</c>, ...</param>
    /// <param name="onNul">Called if the character NUL, which the server refuses, was replaced in a value.</param>
    public NpgsqlBatchCommand Bind(ReadOnlySpan<object?> values, Action onNul)
    {
        var command = new NpgsqlBatchCommand(Text);
        foreach (int ordinal in _ordinals)
            command.Parameters.Add(Bind(values[ordinal - 1], onNul));
        return command;
    }

    private static NpgsqlParameter Bind(object? value, Action onNul) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },

        // The server derives the type from the column: text, JSON or a time.
        string text => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = Storable(text, onNul) },
        _ => new NpgsqlParameter { Value = value },
    };

    private static string Storable(string text, Action onNul)
    {
        string whole = JsonUnicode.ReplaceHalves(text);
        if (!whole.Contains('\0', StringComparison.Ordinal))
            return whole;

        onNul();
        return whole.Replace('\0', '\uFFFD');
    }

    private string Parameter(int ordinal)
    {
        if (!_ordinals.Contains(ordinal))
            _ordinals.Add(ordinal);
        return $"${_ordinals.IndexOf(ordinal) + 1}";
    }

    [GeneratedRegex(@"@(?<number>[0-9]+)|\bmain\.")]
    private static partial Regex Token();
}
