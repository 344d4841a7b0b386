using System.Text;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Storage.Tests.Json;

public sealed class PythonJsonWriterTests
{
    [Fact]
    public void Numbers_are_written_as_Python_writes_them()
    {
        var writer = new PythonJsonWriter();
        writer.StartObject();
        foreach (double number in (double[])[1e16, 1e-5, 0.1, 1e22, -0.0, 5e-324, 123456789012345680.0, 100])
        {
            writer.Name("number");
            writer.Number(number);
        }

        writer.Name("whole");
        writer.Number(100L);
        writer.EndObject();

        Assert.Equal(
            ["1e+16", "1e-05", "0.1", "1e+22", "-0.0", "5e-324", "1.2345678901234568e+17", "100.0", "100"],
            Encoding.UTF8.GetString(writer.Written.Span).Split('\n')[1..^1].Select(line => line.Split(": ")[1].TrimEnd(',')));
    }
}
