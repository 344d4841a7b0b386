#Requires -Version 7.4

<#
.SYNOPSIS
    Calls a service that limits its callers, and learns how long to wait for it.

.DESCRIPTION
    A service that has had enough answers 429. While it names a time to wait in Retry-After, the runbook waits that
    long, and has Marianne remember whether the next attempt went well. When it names none, the runbook waits what it
    took before, instead of a static delay that somebody guessed long ago.

    What is remembered is in the learning store of the session, so the next run knows it from the start, and so does
    every other runbook that uses the same file. It is under the name of the service: see -Service.

    Without -Uri the script starts a service of its own on this machine. It answers one call a second, and names the
    time to wait in the first three of its refusals only.

.PARAMETER Uri
    The service. Default: the script's own.

.PARAMETER Service
    The name under which waits for it are remembered, in place of a model. Default: its host, and example for the
    script's own.

.PARAMETER Count
    How many calls to make, 1 to 10000. Default: 6.

.PARAMETER StaticDelay
    How many seconds to wait when the service names no time and nothing was learned yet. Default: 30.

.PARAMETER MaximumAttempts
    After how many attempts to give a call up, 1 to 100. Default: 5.

.EXAMPLE
    ./examples/Invoke-WithLearnedWait.ps1

    Calls the script's own service. The first waits are the service's, the last ones are learned.

.EXAMPLE
    ./examples/Invoke-WithLearnedWait.ps1 -Uri https://api.example.org/v1/next -Count 100 -StaticDelay 60

    Calls a service a hundred times.

.OUTPUTS
    An object for each call: its number, what was answered, how long it waited for that, and why so long.
#>
[CmdletBinding()]
param(
    [ValidateNotNull()]
    [uri] $Uri,

    [ValidateNotNullOrWhiteSpace()]
    [string] $Service = $Uri ? $Uri.Host : 'example',

    [ValidateRange(1, 10000)]
    [int] $Count = 6,

    [ValidateRange(0, 86400)]
    [double] $StaticDelay = 30,

    [ValidateRange(1, 100)]
    [int] $MaximumAttempts = 5
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Marianne.psd1"

$limit = @{ ErrorCode = 'HTTP-429'; Model = $Service }

# A service at a free port of this machine, until its listener is stopped.
function Start-ExampleService {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $job = Start-ThreadJob {
        $listener = $using:listener
        $free = [datetime]::MinValue
        $refusals = 0
        while ($true) {
            $client = $listener.AcceptTcpClient()
            $stream = $client.GetStream()
            $reader = [IO.StreamReader]::new($stream)
            while ($reader.ReadLine()) {
                continue # A request ends with an empty line.
            }

            if ([datetime]::UtcNow -ge $free) {
                $free = [datetime]::UtcNow.AddSeconds(1)
                $status = '200 OK'
            } else {
                $refusals++
                $status = '429 Too Many Requests' + ($refusals -le 3 ? "`r`nRetry-After: 1" : '')
            }

            $answer = "HTTP/1.1 $status`r`nContent-Length: 5`r`nConnection: close`r`n`r`nDone."
            $stream.Write([Text.Encoding]::ASCII.GetBytes($answer))
            $client.Dispose()
        }
    }
    @{ Listener = $listener; Job = $job; Uri = "http://$($listener.LocalEndpoint)/" }
}

# How long to wait after a refusal, and why so long.
function Get-Wait($Response) {
    $named = $Response.Headers['Retry-After'] -as [double[]]
    if ($named) {
        return @{ Delay = [timespan]::FromSeconds($named[0]); Why = 'the service named it' }
    }

    # Without -StaticDelay it is what was learned and nothing else, or nothing.
    $learned = Get-LearnedWaitTime @limit
    if ($learned) {
        return @{ Delay = $learned.Delay; Why = "learned from $($learned.SampleCount) recoveries" }
    }

    @{ Delay = [timespan]::FromSeconds($StaticDelay); Why = 'static delay: nothing learned yet' }
}

function Invoke-Service([int] $Call) {
    $wait = $null
    $waited = [timespan]::Zero
    foreach ($attempt in 1..$MaximumAttempts) {
        if ($wait) {
            Write-Verbose "Call $Call waits $($wait.Delay.TotalSeconds) s: $($wait.Why)."
            Start-Sleep -Duration $wait.Delay
            $waited += $wait.Delay
        }

        $response = Invoke-WebRequest $Uri -SkipHttpErrorCheck -NoProxy:$Uri.IsLoopback
        $isLimited = $response.StatusCode -eq 429
        if ($wait) {
            Add-LearnedRecovery @limit -ActualWait $wait.Delay -Recovered (-not $isLimited) -Confirm:$false
        }

        if ($response.StatusCode -eq 200) {
            return [pscustomobject]@{ Call = $Call; Answer = "$response"; Waited = $waited; Why = $wait ? $wait.Why : '' }
        } elseif (-not $isLimited) {
            throw "'$Uri' answered $($response.StatusCode) to call $Call."
        }

        $wait = Get-Wait $response
    }

    throw "'$Uri' refused call $Call $MaximumAttempts times."
}

$ProgressPreference = 'SilentlyContinue' # Invoke-WebRequest shows each byte.
$example = $Uri ? $null : (Start-ExampleService)
try {
    $Uri ??= $example.Uri
    1..$Count | ForEach-Object { Invoke-Service $_ }
} finally {
    if ($example) {
        $example.Listener.Stop()
        Remove-Job $example.Job -Force
    }
}
