using System.Collections.Concurrent;

namespace Marianne.Storage.Relational;

/// <summary>
/// The texts of queries for the tables of a store, so that each is built once. Sessions may share them if they have the same tables.
/// </summary>
internal sealed class QueryTexts
{
    private readonly ConcurrentDictionary<(string Kind, string Clauses), string> _texts = new();

    /// <summary>Returns the text of a query.</summary>
    /// <param name="session">The session.</param>
    /// <param name="kind">What the query reads.</param>
    /// <param name="clauses">The clauses after FROM.</param>
    /// <param name="build">Builds the text.</param>
    public string Of(SqlSession session, string kind, string clauses, Func<SqlSession, string, string> build) =>
        _texts.GetOrAdd((kind, clauses), static (key, state) => state.build(state.session, key.Clauses), (session, build));

    /// <summary>Discards the texts after the tables changed.</summary>
    public void Clear() => _texts.Clear();
}
