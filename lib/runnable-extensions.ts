// Extensions by which some system runs a file or opens it as a page.

/**
 * Extensions with their dot, beside those of the types that are recognised as dangerous. Most are on the list of
 * attachments that Outlook blocks (Microsoft Support, "Blocked attachments in Outlook").
 */
export const runnableExtensions: ReadonlySet<string> = new Set(
  [
    '.ade .adp .app .appref-ms .applescript .asp .aspx .bas .bgi .cer .chm .cmd .cnt .command',
    '.cpl .crt .csh .der .desktop .diagcab .fxp .gadget .grp .hlp .hpj .hta .htc .inf .ins .iqy',
    '.isp .its .jnlp .job .jse .jsp .ksh .library .lnk .mad .maf .mag .mam .maq .mar .mas .mat',
    '.mau .mav .maw .mda .mdb .mde .mdt .mdw .mdz .mcf .msc .msh .msh1 .msh2 .mshxml .mst .msu',
    '.ops .osd .pcd .pif .pl .plg .prf .prg .printerexport .ps1 .ps1xml .ps2 .psc1 .psc2 .psd1',
    '.psdm1 .psm1 .pst .py .pyc .pyo .pyw .pyz .pyzw .rb .rdp .scf .sct .search .settingcontent',
    '.shb .shs .slk .sln .svgz .theme .tmp .url .vb .vbe .vbp .vsmacros .vsw .webpnp .website',
    '.wiz .workflow .ws .wsb .wsc .wsf .wsh .xbap .xht .xll .xnk .xsl .xslt .zsh',
  ].flatMap((line) => line.split(' ')),
);
