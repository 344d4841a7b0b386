using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Marianne.Text;
using Npgsql;
using NpgsqlTypes;

namespace Marianne.Storage.Postgres;

/// <summary>
/// An SQL text as the server reads it: with its own schema, and with the parameters that occur in it, numbered by their first
/// occurrence. NULL is a part of the text, because a parameter without a value has no type: so the parameters of a text always have the
/// same types, and a server that keeps the statement has to plan it only once.
/// </summary>
internal sealed partial class PostgresStatement
{
    private readonly string _sql;
    private readonly string _schema;
    private readonly int[] _ordinals;
    private readonly ConcurrentDictionary<UInt128, string> _texts = [];

    /// <summary>Translates an SQL text.</summary>
    /// <param name="sql">The text, with the parameters <c>@1</c>, <c>@2</c>, ... and the schema <c>main</c>.</param>
    /// <param name="schema">The schema, quoted.</param>
    public PostgresStatement(string sql, string schema)
    {
        _sql = sql;
        _schema = schema;
        _ordinals =
        [
            .. Token().Matches(sql).Where(token => token.Groups["number"].Success).Select(OrdinalOf).Distinct(),
        ];
    }

    /// <summary>The text for the server, if no value is NULL.</summary>
    public string Text => TextFor(UInt128.Zero);

    /// <summary>Returns a command with its values.</summary>
    /// <param name="values">The values of the parameters <c>@1</c>, <c>@2</c>, ...</param>
    /// <param name="onNul">Called if the character NUL, which the server refuses, was replaced in a value.</param>
    public NpgsqlBatchCommand Bind(ReadOnlySpan<object?> values, Action onNul)
    {
        UInt128 nulls = UInt128.Zero;
        var command = new NpgsqlBatchCommand();
        foreach (int ordinal in _ordinals)
        {
            if (values[ordinal - 1] is { } value)
                command.Parameters.Add(Bind(value, onNul));
            else
                nulls |= UInt128.One << ordinal;
        }

        command.CommandText = TextFor(nulls);
        return command;
    }

    /// <summary>Returns the text in which some parameters are NULL.</summary>
    /// <param name="nulls">A bit for each of their ordinals.</param>
    private string TextFor(UInt128 nulls)
    {
        return _texts.GetOrAdd(nulls, Translate);

        string Translate(UInt128 nulls)
        {
            int[] numbered = [.. _ordinals.Where(ordinal => !IsNull(ordinal))];
            return Token().Replace(
                _sql,
                token => !token.Groups["number"].Success ? $"{_schema}."
                    : IsNull(OrdinalOf(token)) ? "NULL"
                    : $"${Array.IndexOf(numbered, OrdinalOf(token)) + 1}");

            bool IsNull(int ordinal) => (nulls >> ordinal & 1) == 1;
        }
    }

    private static NpgsqlParameter Bind(object value, Action onNul) => value is string text

        // The server derives the type from the column: text, JSON or a time.
        ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = Storable(text, onNul) }
        : new NpgsqlParameter { Value = value };

    private static string Storable(string text, Action onNul)
    {
        string whole = JsonUnicode.ReplaceHalves(text);
        if (!whole.Contains('\0', StringComparison.Ordinal))
            return whole;

        onNul();
        return whole.Replace('\0', '\uFFFD');
    }

    private static int OrdinalOf(Match token) => int.Parse(token.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"@(?<number>[0-9]+)|\bmain\.")]
    private static partial Regex Token();
}
