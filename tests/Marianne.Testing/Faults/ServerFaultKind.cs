namespace Marianne.Testing.Faults;

/// <summary>The kinds of faults of a <see cref="PostgresProxy"/>.</summary>
public enum ServerFaultKind
{
    /// <summary>The connection is closed, and the server does not receive the request.</summary>
    Close,

    /// <summary>The server answers the request, and the connection is closed before the answer arrives.</summary>
    CutAnswer,

    /// <summary>The server receives the request only after the client has given up waiting for the answer.</summary>
    Delay,

    /// <summary>An error is the answer, and the server does not receive the request.</summary>
    Refuse,
}
