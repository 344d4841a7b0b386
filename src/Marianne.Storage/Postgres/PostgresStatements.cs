using System.Collections.Concurrent;
using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>The statements that were translated for a schema.</summary>
/// <param name="schema">The name of the schema.</param>
/// <param name="onNul">Called if the character NUL, which the server refuses, was replaced in a value.</param>
internal sealed class PostgresStatements(string schema, Action onNul)
{
    private readonly ConcurrentDictionary<string, PostgresStatement> _statements = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<int, QueryTexts> _texts = [];

    /// <summary>The name of the schema, quoted.</summary>
    public string Schema { get; } = Quote(schema);

    /// <summary>Returns the texts of queries for the tables of a version.</summary>
    /// <param name="version">The version.</param>
    public QueryTexts TextsOf(int version) => _texts.GetOrAdd(version, _ => new QueryTexts());

    /// <summary>Returns a command with its values.</summary>
    public NpgsqlBatchCommand Bind(string sql, ReadOnlySpan<object?> values) =>
        _statements.GetOrAdd(sql, text => new PostgresStatement(text, Schema)).Bind(values, onNul);

    /// <summary>Returns the text of several statements without values.</summary>
    public string Translate(string script) => new PostgresStatement(script, Schema).Text;

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
