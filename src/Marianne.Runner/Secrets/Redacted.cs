namespace Marianne.Secrets;

/// <summary>
/// A value in whose texts a <see cref="SecretRedactor"/> has replaced the secrets. There is no other way to create one, and
/// <see cref="Running.RunOutlet"/> takes nothing else, so no text leaves a run unredacted.
/// </summary>
/// <typeparam name="T">The type of the value: one that <see cref="RedactedTexts"/> knows.</typeparam>
internal sealed class Redacted<T>
    where T : notnull
{
    private Redacted(T value) => Value = value;

    /// <summary>The value without secrets.</summary>
    public T Value { get; }

    /// <summary>Redacts a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="redactor">The redactor of the run.</param>
    public static Redacted<T> Of(T value, SecretRedactor redactor) => new(RedactedTexts.Of(value, redactor));
}
