using Xunit;

namespace Marianne.Core.Tests.Errors;

public sealed class MarianneExceptionTests
{
    /// <summary>Each error, and whether the store itself cannot be used.</summary>
    public static TheoryData<MarianneError, bool> Errors =>
        [.. Enum.GetValues<MarianneError>().Select(error => (error, IsOfStore(error)))];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Only_errors_of_the_store_itself_say_that_it_is_broken(MarianneError error, bool isBroken) =>
        Assert.Equal(isBroken, new MarianneException(error, "message").IsStoreBroken);

    [Fact]
    public void An_error_has_a_message_and_a_target()
    {
        var error = new MarianneException(MarianneError.JobNotFound, "It does not exist.", "nightly");

        Assert.Equal((MarianneError.JobNotFound, "It does not exist.", "nightly"), (error.Error, error.Message, error.Target));
        Assert.Null(new MarianneException(MarianneError.StoreFull, "The disk is full.").Target);
    }

    private static bool IsOfStore(MarianneError error) =>
        error == MarianneError.NotAStore || $"{error}".StartsWith("Store", StringComparison.Ordinal);
}
