namespace Marianne.Storage.Sqlite;

/// <summary>
/// Compares the texts of statements. They are long, looked up for each run, and nearly all differ in their length or their end, so only
/// these are hashed.
/// </summary>
internal sealed class SqlTextComparer : EqualityComparer<string>
{
    /// <summary>The comparer.</summary>
    public static readonly SqlTextComparer Instance = new();

    private const int Hashed = 32;

    private SqlTextComparer()
    {
    }

    /// <inheritdoc/>
    public override bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode(string text) =>
        HashCode.Combine(text.Length, string.GetHashCode(text.AsSpan(Math.Max(0, text.Length - Hashed))));
}
