using Marianne.Text;
using Xunit;

namespace Marianne.Core.Tests.Text;

public sealed class HexHashTests
{
    [Fact]
    public void A_hash_is_the_beginning_of_the_sha_256_in_lower_case()
    {
        Assert.Equal("ba7816bf8f01cfea", HexHash.Of("abc", 16));
        Assert.Equal("ba7816bf", HexHash.Of("abc"u8, 8));
        Assert.Equal(64, HexHash.Of("abc", 64).Length);
    }
}
