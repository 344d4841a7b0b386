using System.Text.Json;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>Converts the errors of reading JSON to store errors. No error of .NET's readers leaves this assembly.</summary>
internal static class JsonErrors
{
    /// <summary>
    /// Returns the store error of any error that the content of a file can cause, or <c>null</c> for an error that says enough or
    /// has another cause.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <param name="path">The path of the file.</param>
    public static MarianneException? Find(Exception error, string path) => error switch
    {
        JsonException fault => StoreErrors.Corrupt(path, Explain(fault)),

        // The readers throw these when a value is used that is not what it seemed to be. ArgumentException includes the errors of
        // decoding text.
        InvalidOperationException and not ObjectDisposedException
            or ArgumentException
            or FormatException
            or OverflowException
            or InvalidCastException
            or KeyNotFoundException
            or NotSupportedException =>
            StoreErrors.UnexpectedValue(path),
        _ => null,
    };

    /// <summary>
    /// Returns why a text cannot be read. For a value of another kind than expected, the message of .NET would name its types.
    /// </summary>
    private static string Explain(JsonException error)
    {
        bool isInvalid = error.InnerException is JsonException || error.GetType() != typeof(JsonException);
        return isInvalid
            ? $"it is not valid JSON: {JsonErrorText.WithLocation(error)}"
            : $"a value in it is not of the expected kind ({JsonErrorText.LocationOf(error)})";
    }
}
