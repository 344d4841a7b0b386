using Marianne.Files;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>
/// The file in which PostgreSQL's own programs find the connection of a service by its name: the one that the variable
/// <c>PGSERVICEFILE</c> names, <c>~/.pg_service.conf</c>, or <c>pg_service.conf</c> in the folder of <c>PGSYSCONFDIR</c>.
/// </summary>
internal static class ServiceFile
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["hostaddr"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    /// <summary>Adds what a service names to a connection string, except for what is in it already.</summary>
    /// <param name="name">The name of the service.</param>
    /// <param name="builder">The connection string.</param>
    /// <exception cref="MarianneException">InvalidParameter: no file has the service, or a key of it is not supported.</exception>
    public static void Add(string name, NpgsqlConnectionStringBuilder builder)
    {
        foreach ((string key, string value) in Read(name))
        {
            if (!Keywords.TryGetValue(key, out string? keyword))
                throw Invalid(name, $"has the key '{key}', which is not supported");
            if (builder.ContainsKey(keyword) && builder.ShouldSerialize(keyword))
                continue;

            try
            {
                builder[keyword] = keyword == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
            }
            catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                throw Invalid(name, $"has a value for '{key}' that is not valid");
            }
        }
    }

    private static List<(string Key, string Value)> Read(string name)
    {
        foreach (string path in Paths().Where(File.Exists))
        {
            List<(string Key, string Value)>? found = Find(ReadLines(path), name);
            if (found is not null)
                return found;
        }

        throw Invalid(name, $"is in none of the files {string.Join(", ", Paths())}");
    }

    private static List<(string Key, string Value)>? Find(IEnumerable<string> lines, string name)
    {
        List<(string Key, string Value)>? found = null;
        foreach (string line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[' && found is not null)
                break;
            if (line == $"[{name}]")
                found = [];
            else if (found is not null && line.Split('=', 2) is [string key, string value])
                found.Add((key.Trim(), value.Trim()));
        }

        return found;
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Reading(path, error);
        }
    }

    private static IEnumerable<string> Paths()
    {
        if (Environment.GetEnvironmentVariable("PGSERVICEFILE") is { Length: > 0 } named)
            yield return named;
        else
            yield return HomePath.Expand("~/.pg_service.conf");
        if (Environment.GetEnvironmentVariable("PGSYSCONFDIR") is { Length: > 0 } folder)
            yield return Path.Combine(folder, "pg_service.conf");
    }

    private static MarianneException Invalid(string name, string reason) => new(
        MarianneError.InvalidParameter, $"The service '{name}' of the connection string {reason}.", name);
}
