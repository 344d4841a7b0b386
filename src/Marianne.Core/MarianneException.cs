namespace Marianne;

/// <summary>An error. Its message says what is wrong, with which object, and what to do.</summary>
public sealed class MarianneException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="error">The kind of error.</param>
    /// <param name="message">What is wrong, with which object, and what to do.</param>
    /// <param name="target">
    /// The object that the error is about: an id, a path, a number, ...; <c>null</c> if there is none.
    /// </param>
    /// <param name="cause">The exception that caused the error; <c>null</c> if there is none.</param>
    public MarianneException(MarianneError error, string message, object? target = null, Exception? cause = null)
        : base(message, cause)
    {
        Error = error;
        Target = target;
    }

    /// <summary>The kind of error.</summary>
    public MarianneError Error { get; }

    /// <summary>The object that the error is about; <c>null</c> if there is none.</summary>
    public object? Target { get; }

    /// <summary>
    /// Indicates whether the store itself cannot be used, so that the same operation would fail for any other object, too.
    /// </summary>
    public bool IsStoreBroken => Error
        is MarianneError.StoreNotFound
        or MarianneError.StoreReplaced
        or MarianneError.NotAStore
        or MarianneError.StoreCorrupt
        or MarianneError.StoreTooNew
        or MarianneError.StoreReadOnly
        or MarianneError.StoreAccessDenied
        or MarianneError.StoreFull
        or MarianneError.StoreBusy
        or MarianneError.StoreClosed
        or MarianneError.StoreFailed;
}
