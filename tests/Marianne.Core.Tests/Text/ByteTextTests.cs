using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

/// <summary>Tests of numbers of bytes as text.</summary>
public sealed class ByteTextTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(1023, "1023 bytes")]
    [InlineData(1024, "1.00 KB")]
    [InlineData(51_904_512, "49.5 MB")]
    [InlineData(519_045_120, "495 MB")]
    [InlineData(long.MaxValue, "8388608 TB")]
    public void A_number_of_bytes_has_three_digits_and_a_unit(long bytes, string text) => Assert.Equal(text, ByteText.Of(bytes));
}
