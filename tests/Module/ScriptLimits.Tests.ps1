# Limits and refusals in the responses that script sheets get.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # A service on this machine. The path of a request is the status, and its query the headers of the response.
    $port = 20000 + ($PID % 20000)
    $listener = [Net.HttpListener]::new()
    while (-not $listener.IsListening) {
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        try { $listener.Start() } catch [Net.HttpListenerException] { $port++ }
    }

    $serve = {
        param($listener)
        while ($listener.IsListening) {
            try { $context = $listener.GetContext() } catch { break }
            $query = $context.Request.QueryString
            foreach ($name in $query.AllKeys -ne 'body') {
                $context.Response.AddHeader($name, $query[$name])
            }
            $context.Response.StatusCode = [int]$context.Request.Url.AbsolutePath.Trim('/')
            $bytes = [Text.Encoding]::UTF8.GetBytes("$($query['body'])")
            $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
            $context.Response.Close()
        }
    }
    $service = [powershell]::Create().AddScript($serve).AddArgument($listener)
    $serving = $service.BeginInvoke()
    $url = "http://127.0.0.1:$port"

    function Get-FirstResult([string]$Script, [int]$Retries = 1) {
        Invoke-MarianneJob -Name "script-$(New-Guid)" -Sheet @{ script = $Script } -PassThru -WarningAction Ignore -ErrorAction Ignore -Option @{
            workspace = "$TestDrive"
            retry = @{ max_retries = $Retries; base_delay_seconds = 1; jitter = $false }
            learning = @{ strategy = 'off' }
        } | Where-Object Kind -In SheetWaiting, SheetRetrying, SheetFailed, SheetCompleted, SheetInterrupted | Select-Object -First 1
    }
}

AfterAll {
    $listener.Stop()
    $null = $service.EndInvoke($serving)
    $service.Dispose()
    $listener.Close()
    Exit-TestSession
}

Describe 'A script sheet that meets a limit' {
    BeforeAll {
        Connect-Marianne -InMemory
    }

    It 'waits for the time that the response names: <Name>' -ForEach @(
        @{ Name = 'Retry-After in seconds'; Request = '429?Retry-After=700&body=ok'; Seconds = 700 }
        @{ Name = 'Retry-After as a date'; Request = '429?Retry-After={0:R}'; Seconds = 700 }
        @{ Name = 'x-ratelimit-reset as an epoch'; Request = '429?x-ratelimit-remaining=0&x-ratelimit-reset={1}'; Seconds = 700 }
        @{ Name = 'x-ratelimit-reset-requests as a duration'; Request = '429?x-ratelimit-reset-requests=11m40s'; Seconds = 700 }
        @{ Name = 'a used up limit of GitHub'; Request = '403?x-ratelimit-remaining=0&x-ratelimit-reset={1}'; Seconds = 700 }
    ) {
        $at = [DateTimeOffset]::UtcNow.AddSeconds(700)
        $query = $Request -f $at, $at.ToUnixTimeSeconds()
        $result = Get-FirstResult "Invoke-RestMethod '$url/$([uri]::EscapeUriString($query))'"
        $result.Kind, $result.ErrorCode | Should -Be SheetWaiting, E101
        $result.Duration.TotalSeconds | Should -BeGreaterThan ($Seconds - 60)
        $result.Duration.TotalSeconds | Should -BeLessOrEqual $Seconds
    }

    It 'is found <Name>' -ForEach @(
        @{ Name = 'in an error of Invoke-WebRequest'; Script = 'Invoke-WebRequest "{0}"' }
        @{ Name = 'behind throw'; Script = 'try {{ Invoke-RestMethod "{0}" }} catch {{ throw }}' }
        @{ Name = 'behind throw of the error'; Script = 'try {{ Invoke-RestMethod "{0}" }} catch {{ throw $_ }}' }
        @{ Name = 'behind throw of a text'; Script = 'try {{ Invoke-RestMethod "{0}" }} catch {{ throw "The upload failed." }}' }
        @{
            Name = 'behind an exception of its own'
            Script = 'try {{ Invoke-RestMethod "{0}" }} catch {{ throw [InvalidOperationException]::new("no upload", $_.Exception) }}'
        }
        @{ Name = 'behind Write-Error'; Script = 'try {{ Invoke-RestMethod "{0}" }} catch {{ Write-Error -Message "no" -Exception $_.Exception }}' }
        @{ Name = 'in a function'; Script = 'function Send {{ [CmdletBinding()] param() Invoke-RestMethod "{0}" }}; Send -ErrorAction Stop' }
        @{
            Name = 'in an error variable'
            Script = 'Invoke-RestMethod "{0}" -ErrorAction SilentlyContinue -ErrorVariable e; if ($e) {{ throw $e[0] }}'
        }
        @{ Name = 'in the last error of a script that goes on'; Script = '$ErrorActionPreference = "Continue"; "begin"; Invoke-RestMethod "{0}"' }
        @{
            Name = 'in an error of HttpClient'
            Script = '[Net.Http.HttpClient]::new().GetAsync("{0}").GetAwaiter().GetResult().EnsureSuccessStatusCode()'
            HasNoTime = $true
        }
    ) {
        $result = Get-FirstResult ($Script -f "$url/429?Retry-After=700&body=ok")
        $result.Kind, $result.ErrorCode | Should -Be SheetWaiting, E101
        [Math]::Round($result.Duration.TotalSeconds) | Should -Be ($HasNoTime ? 3600 : 700)
    }

    It 'retries a 503 after the time that it names' {
        $result = Get-FirstResult "Invoke-RestMethod '$url/503?Retry-After=120'"
        $result.Kind, $result.ErrorCode, [Math]::Round($result.Duration.TotalSeconds) | Should -Be SheetRetrying, E503, 120
    }

    It 'pauses the job if the credentials are refused' {
        $result = Get-FirstResult "Invoke-RestMethod '$url/401?body=no'"
        $result.Kind, $result.ErrorCode | Should -Be SheetInterrupted, E502
    }

    It 'is not in <Name>' -ForEach @(
        @{ Name = 'an error that the script survived'; Script = 'try {{ Invoke-RestMethod "{0}" }} catch {{ "later" }}'; Kind = 'SheetCompleted' }
        @{ Name = 'an error that is followed by output'; Script = '$ErrorActionPreference = "Continue"; Invoke-RestMethod "{0}"; "done"'; Kind = 'SheetCompleted' }
        @{ Name = 'an earlier error'; Script = 'try {{ Invoke-RestMethod "{0}" }} catch {{ }}; throw "another cause"'; Kind = 'SheetRetrying' }
        @{ Name = 'a missing page'; Script = 'Invoke-RestMethod ("{0}" -replace 429, 404)'; Kind = 'SheetFailed' }
    ) {
        $result = Get-FirstResult ($Script -f "$url/429?Retry-After=700&body=ok")
        "$($result.Kind) $($result.ErrorCode)" | Should -Not -Match 'E10'
        $result.Kind | Should -Be $Kind
    }
}
