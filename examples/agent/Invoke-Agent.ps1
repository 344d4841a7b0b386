#Requires -Version 7.4

<#
.SYNOPSIS
    Takes the place of an AI agent in examples/agent.yaml.

.DESCRIPTION
    Reads a prompt from standard input, writes the file that the prompt asks for, and reports its usage in the line that
    Marianne reads. It refuses its first call with a rate limit. It uses no network.
#>
[CmdletBinding()]
param()

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$prompt = [Console]::In.ReadToEnd()
if (-not (Test-Path was-limited)) {
    $null = New-Item was-limited
    [Console]::Error.WriteLine('Error: 429 Too Many Requests. Retry after 1 second.')
    exit 1
}

$answer = $prompt -match 'review\.md' ? "# Review`nAn example is missing." : 'A score has sheets. Each is saved. Runs resume.'
$file = [regex]::Match($prompt, 'to (\w+\.md)').Groups[1].Value
Set-Content $file $answer
"Wrote $file."

# About four characters are a token.
@{
    marianne_usage = @{
        model = 'example-1'
        input_tokens = [int] [Math]::Ceiling($prompt.Length / 4)
        output_tokens = [int] [Math]::Ceiling($answer.Length / 4)
        cost = 0.25
    }
} | ConvertTo-Json -Compress
