namespace Marianne;

/// <summary>An error that names the thing it is about and what to do.</summary>
public sealed class MarianneException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="error">Which error it is.</param>
    /// <param name="message">What happened, to what, and what to do.</param>
    /// <param name="target">The object at fault: an id, a path, a number.</param>
    public MarianneException(MarianneError error, string message, object? target = null)
        : base(message)
    {
        Error = error;
        Target = target;
    }

    /// <summary>Which error it is.</summary>
    public MarianneError Error { get; }

    /// <summary>The object at fault.</summary>
    public object? Target { get; }

    /// <summary>Whether the store itself is at fault, so that no other object would fare better.</summary>
    public bool IsStoreBroken => Error >= MarianneError.StoreNotFound;
}
