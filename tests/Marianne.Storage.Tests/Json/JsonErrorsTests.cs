using System.Text;
using System.Text.Json;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests that any error of .NET that reading JSON can cause becomes one that names the file.</summary>
public sealed class JsonErrorsTests
{
    private const string Path = "/jobs/nightly.json";

    public static TheoryData<string> Errors => [.. Known.Keys];

    private static Dictionary<string, Exception> Known => new Exception[]
    {
        new JsonException("The JSON value could not be converted to System.Int32."),
        new InvalidOperationException("Cannot transcode invalid UTF-8 JSON text to UTF-16 string."),
        new FormatException("Input string was not in a correct format."),
        new OverflowException("Value was either too large or too small for an Int32."),
        new DecoderFallbackException("Unable to translate bytes [FF]."),
        new KeyNotFoundException("The given key was not present in the dictionary."),
        new ArgumentOutOfRangeException("value", "The added or subtracted value results in an un-representable DateTime."),
        new InvalidCastException("Unable to cast object."),
        new NotSupportedException("The type is not supported."),
    }.ToDictionary(error => error.GetType().Name);

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_of_reading_becomes_StoreCorrupt_with_the_path(string name)
    {
        Exception thrown = Known[name];

        var error = Assert.Throws<MarianneException>(() => JsonFile.Read<int>(Path, () => throw thrown));

        Assert.Equal(MarianneError.StoreCorrupt, error.Error);
        Assert.Equal(Path, error.Target);
        Assert.Contains($"'{Path}' is damaged: a value in it ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_JSON_is_named_with_its_place()
    {
        var error = Assert.Throws<MarianneException>(() => JsonFile.ParseObject(Path, "{\n x"u8.ToArray()));

        Assert.Contains("it is not valid JSON: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("(line 2, byte 2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_errors_pass()
    {
        var known = new MarianneException(MarianneError.StoreBusy, "It is locked.", Path);

        Assert.Same(known, Assert.Throws<MarianneException>(() => JsonFile.Read(Path, () => throw known)));
        Assert.Throws<OperationCanceledException>(() => JsonFile.Read(Path, () => throw new OperationCanceledException()));
        Assert.Throws<ObjectDisposedException>(() => JsonFile.Read(Path, () => throw new ObjectDisposedException("stream")));
    }
}
