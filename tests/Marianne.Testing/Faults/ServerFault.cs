namespace Marianne.Testing.Faults;

/// <summary>What a <see cref="PostgresProxy"/> does to a request.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="SqlState">The code of the error that answers it, for <see cref="ServerFaultKind.Refuse"/>.</param>
public sealed record ServerFault(ServerFaultKind Kind, string? SqlState = null)
{
    /// <inheritdoc cref="ServerFaultKind.Close"/>
    public static ServerFault Close { get; } = new(ServerFaultKind.Close);

    /// <inheritdoc cref="ServerFaultKind.CutAnswer"/>
    public static ServerFault CutAnswer { get; } = new(ServerFaultKind.CutAnswer);

    /// <inheritdoc cref="ServerFaultKind.Delay"/>
    public static ServerFault Delay { get; } = new(ServerFaultKind.Delay);

    /// <inheritdoc cref="ServerFaultKind.Refuse"/>
    public static ServerFault Refuse(string sqlState) => new(ServerFaultKind.Refuse, sqlState);

    /// <summary>Indicates whether the server ends the connection with the error.</summary>
    public bool IsFatal => SqlState is { } state
        && (state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal)
            || state is "53300" or "28P01" or "3D000");

    /// <summary>Indicates whether the client cannot know whether its request was served.</summary>
    public bool EndsConnection => Kind != ServerFaultKind.Refuse || IsFatal;

    public override string ToString() => SqlState is null ? $"{Kind}" : $"{Kind} {SqlState}";
}
