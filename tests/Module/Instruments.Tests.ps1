# Instruments: which there are, and what is read in their output.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $own = (New-Item "$env:MARIANNE_HOME/instruments" -ItemType Directory -Force).FullName
    $bin = (New-Item "$TestDrive/bin" -ItemType Directory).FullName
    $path = $env:PATH
    $env:PATH = $bin, $env:PATH -join [IO.Path]::PathSeparator

    # Creates a program that writes a text for its help and for anything else.
    function New-Agent([string] $Name, [string] $Help, [string] $Answer) {
        Set-Content "$bin/$Name" "#!/bin/sh`ncase `"`$*`" in *--help*) cat <<'EOF'`n$Help`nEOF`n;; *--version*) echo 1.2.3;; *) cat > /dev/null; cat <<'EOF'`n$Answer`nEOF`n;; esac" -NoNewline
        if (-not $IsWindows) {
            chmod +x "$bin/$Name"
        }
    }
}

AfterAll {
    $env:PATH = $path
    Exit-TestSession
}

Describe 'Get-MarianneInstrument' {
    It 'gets the built-in instruments in order' {
        (Get-MarianneInstrument).Name | Should -Be aider, claude, codex, copilot, cursor-agent, gemini, goose, llm, ollama, opencode, shell
    }

    It 'has exactly the properties of an instrument' {
        (Get-MarianneInstrument shell).psobject.Properties.Name | Should -Be Name, Command, Model, Path, Version, Kinds
    }

    It 'accepts wildcards, and names in any case' {
        (Get-MarianneInstrument CO*, shell).Name | Should -Be codex, copilot, shell
    }

    It 'reports a name that does not exist' {
        { Get-MarianneInstrument claud -ErrorAction Stop } |
            Should -Throw "*'claud'. Did you mean claude?*" -ErrorId 'InstrumentNotFound*'
    }

    It 'finds the program on the PATH' -Skip:$IsWindows {
        New-Agent goose
        (Get-MarianneInstrument goose).Path | Should -Be "$bin/goose"
    }

    It 'finds the version in the package of an npm program without running it' -Skip:$IsWindows {
        $package = (New-Item "$TestDrive/node_modules/agent" -ItemType Directory).FullName
        Set-Content "$package/package.json" '{ "name": "agent", "version": "2.1.240", "bin": { "gemini": "cli.js" } }'
        Set-Content "$package/cli.js" "#!/bin/sh`ntouch '$TestDrive/ran'"
        chmod +x "$package/cli.js"
        New-Item "$bin/gemini" -ItemType SymbolicLink -Target "$package/cli.js"
        (Get-MarianneInstrument gemini).Version | Should -Be 2.1.240
        "$TestDrive/ran" | Should -Not -Exist
    }

    It 'gets your own instruments' {
        Set-Content "$own/mine.yaml" 'command: [mine, "{prompt}"]'
        Set-Content "$own/claude.yaml" 'model: opus'
        (Get-MarianneInstrument mine).Command | Should -Be 'mine {prompt}'
        (Get-MarianneInstrument claude).Model | Should -Be opus
        (TabExpansion2 'Get-MarianneInstrument mi').CompletionMatches.CompletionText | Should -Be mine
        (TabExpansion2 'New-MarianneScore -Instrument mi').CompletionMatches.CompletionText | Should -Be mine
    }

    It 'lists the other instruments when a file cannot be used, and a run and the test of a score agree' {
        Set-Content "$own/my notes.yaml" 'x: 1'
        Set-Content "$own/lost.yaml" 'extends: nowhere'
        Set-Content "$own/ring.yaml" 'extends: ring2'
        Set-Content "$own/ring2.yaml" 'extends: ring'
        try {
            $names = (Get-MarianneInstrument -ErrorVariable failed -ErrorAction SilentlyContinue).Name
            $names | Should -Contain claude
            $names | Should -Not -Contain lost
            $names | Should -Not -Contain ring
            $failed | Should -HaveCount 4
            $failed[0] | Should -BeLike "*'lost' cannot be used: *'nowhere'*"
            $failed[1] | Should -BeLike '*Rename the file.*'
            (Get-MarianneInstrument claude -ErrorAction Stop).Name | Should -Be claude

            $good = @{ name = 'g'; instrument = 'cat {prompt}'; sheets = @(@{ prompt = 'x' }) }
            Test-MarianneScore -InputObject $good | Should -BeTrue
            Invoke-MarianneJob -Score $good -WhatIf
            $bad = @{ name = 'b'; instrument = 'my notes'; sheets = @(@{ prompt = 'x' }) }
            Test-MarianneScore -InputObject $bad | Should -BeFalse
            { Invoke-MarianneJob -Score $bad -WhatIf -ErrorAction Stop } | Should -Throw '*Rename the file.*' -ErrorId 'ScoreUnreadable*'
        } finally {
            Remove-Item "$own/my notes.yaml", "$own/lost.yaml", "$own/ring.yaml", "$own/ring2.yaml"
        }
    }

    It 'reports a profile with a problem, with its line and column' {
        Set-Content "$own/bad.yaml" "command: [x]`nmodle: y"
        { Get-MarianneInstrument -ErrorAction Stop } | Should -Throw '*bad.yaml* 2:1 modle: *Did you mean model?*' -ErrorId 'ScoreInvalid*'
        (TabExpansion2 'Get-MarianneInstrument cl').CompletionMatches.CompletionText | Should -Be claude
        Remove-Item "$own/*"
    }

    It 'fits <_> columns' -ForEach 80, 120 {
        Get-MarianneInstrument | Get-Line $_ | ForEach-Object Length | Should -Not -BeGreaterThan $_
    }
}

Describe 'Test-MarianneInstrument' {
    It 'has exactly the properties of a reading' {
        (Test-MarianneInstrument claude -Output '').psobject.Properties.Name | Should -Be Kind, ErrorCode, RetryAt, Text, IsError,
        SessionId, Model, InputTokens, OutputTokens, CacheReadTokens, CacheWriteTokens, Cost, CostSource
    }

    It 'reads a limit with its time' {
        $reading = Test-MarianneInstrument claude -Output "You've hit your session limit · resets 9pm (Europe/Stockholm)" -ExitCode 1 -Now '2026-03-11T14:30:00Z'
        $reading.Kind, $reading.ErrorCode, $reading.IsError | Should -Be UsageLimit, E104, $true
        $reading.RetryAt.UtcDateTime | Should -Be ([datetime] '2026-03-11T20:00:00')
    }

    It 'reads an empty output, lines and streams' {
        (Test-MarianneInstrument claude -Output '').Kind | Should -Be None
        (Test-MarianneInstrument claude -Output '' -ExitCode 3).Kind | Should -Be Error
        ('a', 'Error: 429 Too Many Requests' | Test-MarianneInstrument shell -ExitCode 1).Kind | Should -Be RateLimit
        (Test-MarianneInstrument codex -Output '' -ErrorOutput 'ERROR: exceeded retry limit, last status: 429 Too Many Requests' -ExitCode 1).Kind |
            Should -Be RateLimit
    }

    It 'reads usage, and says where the cost comes from' {
        Set-Content "$own/own.yaml" "command: [own]`nresult: { format: json, text: /a, input_tokens: /i, output_tokens: /o, session: /s }`nprices: { default: { input: 1, output: 2 } }"
        $reading = Test-MarianneInstrument own -Output '{"a":"hi","i":1000,"o":500,"s":"x"}'
        $reading.Text, $reading.SessionId, $reading.InputTokens, $reading.Cost, $reading.CostSource | Should -Be hi, x, 1000, 2, Priced
        Test-MarianneInstrument own -Output '{"a":"hi"}' -WarningVariable warning -WarningAction SilentlyContinue | Out-Null
        $warning | Should -BeLike '*result.session (/s)*input_tokens (/i)*Correct the JSON pointers*'
    }

    It 'obeys the exit codes and messages of a profile' {
        Set-Content "$own/own.yaml" "command: [own]`nexit_codes: { 7: rate_limit }`nmessages: [{ pattern: 'slut på krediter', kind: quota }]"
        (Test-MarianneInstrument own -Output 'x' -ExitCode 7).Kind | Should -Be RateLimit
        (Test-MarianneInstrument own -Output 'Fel: slut på krediter' -ExitCode 1).ErrorCode | Should -Be E106
        (Test-MarianneInstrument own -Output 'Fel: slut på krediter').Kind | Should -Be None
        (Test-MarianneInstrument own -Output 'Slut på krediter').Kind | Should -Be Quota
    }

    It 'names the instrument that a misspelled name resembles' {
        { Test-MarianneInstrument claud -Output 'x' -ErrorAction Stop } |
            Should -Throw '*Did you mean claude?*' -ErrorId 'InstrumentNotFound,*'
        (Test-MarianneInstrument './my-agent --quiet' -Output 'x').Kind | Should -Be None
    }

    It 'checks that the program is installed and knows its options' -Skip:$IsWindows {
        Set-Content "$own/own.yaml" 'command: [own, --json, --max-turns, "9", "{prompt}"]'
        $missing = Test-MarianneInstrument own
        $missing.Kind, $missing.ErrorCode | Should -Be NotFound, E505
        New-Agent own -Help '--json --max-turnsx'
        (Test-MarianneInstrument own).Text | Should -BeLike "*does not mention --max-turns. *"
        New-Agent own -Help '--json --max-turns <n>'
        $good = Test-MarianneInstrument own
        $good.Kind, $good.Text | Should -Be None, 1.2.3
    }

    It 'gives it a prompt with -Live, but not with -WhatIf' -Skip:$IsWindows {
        New-Agent cursor-agent -Answer '{"type":"result","subtype":"success","is_error":false,"result":"ready","session_id":"s1"}'
        $reading = Test-MarianneInstrument cursor-agent -Live
        $reading.Kind, $reading.Text, $reading.SessionId | Should -Be None, ready, s1
        Test-MarianneInstrument cursor-agent -Live -WhatIf | Should -BeNullOrEmpty
    }

    It 'takes any other name as a command' {
        (Test-MarianneInstrument curl -Output 'HTTP/1.1 429 Too Many Requests' -ExitCode 22).Kind | Should -Be RateLimit
    }
}

Describe 'The example of an instrument' {
    It 'is a valid profile' {
        Copy-Item "$root/examples/reviewer.instrument.yaml" "$own/reviewer.yaml"
        $reading = Test-MarianneInstrument reviewer -Output '{"answer":"ok","failed":false,"conversation":{"id":"c"},"usage":{"in":1000,"out":1000}}'
        $reading.Text, $reading.SessionId | Should -Be ok, c
        (Get-MarianneInstrument reviewer).Model | Should -Be small
        (Get-Content "$root/docs/en-US/about_Marianne_Instruments.md" -Raw) | Should -Match ([regex]::Escape((Get-Content "$root/examples/reviewer.instrument.yaml" | Select-Object -Skip 2) -join "`n"))
    }
}
