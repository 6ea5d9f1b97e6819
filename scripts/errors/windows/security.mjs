const csp = 'Install the software of the provider again, or register its library again with the tool of its vendor.';
const smartCard = 'Renew the smart card, or log on with another credential.';
const kdcCertificate =
  'Read the system event log of the client and of the domain controller, and renew the certificate of the domain controller.';

/**
 * Cause and remedy of the results of the cryptographic providers (CryptoAPI and Cryptography API: Next Generation), of the Security
 * Support Provider Interface (SSPI) with Kerberos, NTLM, Schannel and CredSSP, and of the verification of signatures.
 * Source: https://learn.microsoft.com/windows/win32/com/com-error-codes-4, https://learn.microsoft.com/windows/win32/secauthn/sspi-status-codes,
 * https://learn.microsoft.com/windows/win32/secauthn/schannel-error-codes-for-tls-and-ssl-alerts,
 * https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptacquirecontextw,
 * https://learn.microsoft.com/windows/win32/api/ncrypt/nf-ncrypt-ncryptcreatepersistedkey and
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-erref/705fb797-2175-4a90-b5a3-3918024b10b8.
 *
 * @type {import('../entry.mjs').Entries}
 */
export const securityEntries = {
  NTE_BAD_UID: [
    'The handle of the cryptographic service provider (CSP) is not valid, or the context in which the key or hash was created cannot be found.',
    'Acquire the provider again with `CryptAcquireContext`, and create the key or hash with the new handle.',
  ],
  NTE_BAD_HASH: [
    'The handle does not refer to a valid hash object of the provider.',
    'Create the hash again with `CryptCreateHash`, and do not use it after `CryptDestroyHash`.',
  ],
  NTE_BAD_KEY: [
    'The handle or the contents of the key are not valid, or the key is of a kind that the operation does not accept.',
    'Verify the algorithm and the purpose of the key: a signature needs a signing key, and an export needs an exportable key.',
  ],
  NTE_BAD_LEN: [
    'A length is not valid: that of the data or of a key BLOB (binary large object) does not fit the algorithm, or the output buffer is too small.',
    'Verify the length that the algorithm requires, and ask the function for the size of its output first.',
  ],
  NTE_BAD_DATA: [
    'The data is damaged or was not produced by the expected operation, for example because another key encrypted it.',
    'Verify that the data is complete and that it is decrypted with the key and the account that encrypted it.',
  ],
  NTE_BAD_SIGNATURE: [
    'A signature does not match: either that of the signed data, or that of the library of the provider, which may have been tampered with.',
    'Verify the signed data and the public key. If the provider could not be loaded, install it again from a trusted source.',
  ],
  NTE_BAD_VER: [
    'The version of the key BLOB (binary large object) does not match the version of the provider.',
    'Export the key again with a provider of the same version, or update the provider.',
  ],
  NTE_BAD_ALGID: [
    'The provider does not implement the algorithm that was requested.',
    'Use an algorithm of the provider, or a provider such as `Microsoft Enhanced RSA and AES Cryptographic Provider`, which has SHA-2 and AES.',
  ],
  NTE_BAD_FLAGS: [
    'A flag that was passed to the provider is unknown, or cannot be combined with the others.',
    'Compare the flags with the documentation of the function and of the provider.',
  ],
  NTE_BAD_TYPE: [
    'The kind of BLOB (binary large object), parameter or key specification that was passed is unknown to the provider.',
    'Use a value that the documentation of the provider lists.',
  ],
  NTE_BAD_KEY_STATE: [
    'The key cannot be used in its present state: it is not exportable, or the password of the user has changed since the private key was encrypted.',
    'Create or import the key as exportable. After a password reset, restore the certificate with its private key from a backup.',
  ],
  NTE_BAD_HASH_STATE: [
    'The hash object does not accept the operation, usually because its value was read and it is finished.',
    'Create a new hash object for further data.',
  ],
  NTE_NO_KEY: [
    'The key container or the certificate has no key for the requested purpose.',
    'Import the certificate with its private key, or generate the key in the container.',
  ],
  NTE_NO_MEMORY: [
    'The cryptographic provider could not allocate memory.',
    'Close other programs or restart the process that uses the provider.',
  ],
  NTE_EXISTS: [
    'A key container or a key with this name exists already.',
    'Use another name, open the existing key, or replace it with `NCRYPT_OVERWRITE_KEY_FLAG`.',
  ],
  NTE_PERM: [
    'The account does not have permission for the key, or the key does not permit the operation, such as an export.',
    'Give the account access with `Manage Private Keys` in the Certificates console, or create the key with the permission.',
  ],
  NTE_NOT_FOUND: [
    'The provider, property or object with this name does not exist.',
    'Verify the name, and whether it was stored for the user or for the machine.',
  ],
  NTE_DOUBLE_ENCRYPT: [
    'The program attempted to encrypt the same data twice.',
    'Encrypt the data once, or decrypt it before the second encryption.',
  ],
  NTE_BAD_PROVIDER: [
    'The name of the provider is not valid.',
    'List the providers with `certutil -csplist`, and pass one of their names.',
  ],
  NTE_BAD_PROV_TYPE: [
    'The type of the provider is not valid: it is outside the range from 1 to 999, or the key is in a key storage provider of Cryptography API: Next Generation (CNG), which CryptoAPI cannot open.',
    'Pass a provider type such as `PROV_RSA_AES` (24), or use the functions `NCrypt…` for the key of the certificate.',
  ],
  NTE_BAD_PUBLIC_KEY: [
    'The public key of the provider is not valid.',
    'Install an update of the provider from its vendor. Report it to the vendor if the code persists.',
  ],
  NTE_BAD_KEYSET: [
    'The key container could not be opened: it does not exist, it is damaged, or access is denied. With a TPM (Trusted Platform Module), the code also means that an operation of the TPM failed.',
    'Verify that the container exists for this account, give the account access to the private key, or assign the key again with `certutil -repairstore`.',
  ],
  NTE_PROV_TYPE_NOT_DEF: [
    'The registry has no default provider for the provider type.',
    'Pass the name of a provider, or install the provider for the type.',
  ],
  NTE_PROV_TYPE_ENTRY_BAD: [
    'The registration of the provider type is damaged, in the list of the user or in that of the machine.',
    'Repair the entry under `HKLM\\SOFTWARE\\Microsoft\\Cryptography\\Defaults\\Provider Types`, or install the provider again.',
  ],
  NTE_KEYSET_NOT_DEF: [
    'The requested provider or key container does not exist, for example because the provider is not installed for the architecture of the process.',
    'List the providers with `certutil -csplist` in a process of the same architecture, and install the one that is missing.',
  ],
  NTE_KEYSET_ENTRY_BAD: [
    'The key container was found, but its stored data is corrupt.',
    'Delete the container and import the certificate with its private key from a backup, or request a new certificate.',
  ],
  NTE_PROV_TYPE_NO_MATCH: [
    'The provider that was named is registered with another provider type than the one that was passed.',
    'Pass the type that belongs to the provider. `certutil -csplist` shows it.',
  ],
  NTE_SIGNATURE_FILE_BAD: [
    'An error occurred while the file of the provider was loaded for the verification of its signature.',
    csp,
  ],
  NTE_PROVIDER_DLL_FAIL: [
    'The library of the provider could not be loaded, or its initialisation failed.',
    'Verify that the libraries that the provider needs are installed, for this architecture, then install the provider again.',
  ],
  NTE_PROV_DLL_NOT_FOUND: ['The library of the provider does not exist at its registered path.', csp],
  NTE_BAD_KEYSET_PARAM: [
    'The name of the key container or of the provider has a value that is not valid.',
    'Correct the name. With `CRYPT_VERIFYCONTEXT`, pass no name of a container.',
  ],
  NTE_FAIL: [
    'The provider failed in an unexpected way and has no exact code for the reason.',
    'See the event log `Microsoft-Windows-Crypto-NCrypt/Operational` and the log of the vendor of the provider.',
  ],
  NTE_SYS_ERR: [
    'The provider reports a base error, that is an error beneath the provider for which it has no code. No further meaning is published.',
    'Look for an error with the same time in the system event log, and restart the service `CryptSvc`.',
  ],
  NTE_SILENT_CONTEXT: [
    'The provider must show a dialog box, for example for a PIN, but the context was acquired with `CRYPT_SILENT`.',
    'Use a key without a PIN or without strong protection in a service, or acquire the context without `CRYPT_SILENT` in an interactive session.',
  ],
  NTE_TOKEN_KEYSET_STORAGE_FULL: [
    'The smart card or other security token has no storage space for a further key container.',
    'Delete containers that are not needed from the token, or use another token.',
  ],
  NTE_TEMPORARY_PROFILE: [
    'The profile of the user is temporary, so that keys cannot be stored in it.',
    'Repair the profile of the user and log on again, or store the key for the machine.',
  ],
  NTE_FIXEDPARAMETER: [
    'The parameter of the key cannot be set because the provider uses fixed values, such as fixed P, Q and G of a Diffie-Hellman or DSS key.',
    'Do not set the parameter, or use a provider that accepts it.',
  ],
  NTE_INVALID_HANDLE: [
    'A handle of a provider, key or secret of the key storage API (`NCrypt…`) is not valid.',
    'Open the provider and the key again, and release each handle once.',
  ],
  NTE_INVALID_PARAMETER: [
    'A parameter of a function of Cryptography API: Next Generation (CNG), such as the name of a key or a property, is not valid.',
    'Compare the parameters with the documentation of the function and of the provider.',
  ],
  NTE_BUFFER_TOO_SMALL: [
    'The output buffer of a key storage function is too small for the result.',
    'Call the function without a buffer to get the size, then call it again.',
  ],
  NTE_NOT_SUPPORTED: [
    'The provider does not support the operation, such as the export of a key from hardware or this key size.',
    'Use an operation that the provider supports, or create the key in the `Microsoft Software Key Storage Provider`.',
  ],
  NTE_NO_MORE_ITEMS: ['The enumeration of keys or providers has reached its end.', 'Nothing to do.'],
  NTE_BUFFERS_OVERLAP: [
    'The input buffer and the output buffer overlap in a way that the provider does not support.',
    'Pass separate buffers, or exactly the same buffer where the function permits it.',
  ],
  NTE_DECRYPTION_FAILURE: [
    'The provider could not decrypt the data with the given key.',
    'Verify that the key, the padding and the data belong together.',
  ],
  NTE_INTERNAL_ERROR: [
    'An internal consistency check of the cryptographic provider failed.',
    'Restart the process. Report the code to the vendor of the provider if it occurs again.',
  ],
  NTE_UI_REQUIRED: [
    'The operation on the key needs input from the user, such as a consent or a PIN.',
    'Call it in an interactive session, or use a key without a user interface policy.',
  ],
  NTE_HMAC_NOT_SUPPORTED: [
    'The provider does not support HMAC (hash-based message authentication code).',
    'Compute the HMAC with another provider.',
  ],
  NTE_DEVICE_NOT_READY: [
    'The device of the provider, such as the Trusted Platform Module (TPM), is not ready for use: it is not provisioned, disabled, or has not started.',
    'Verify with `Get-Tpm` or `tpm.msc` that the TPM is ready, then try again or restart the machine.',
  ],
  NTE_AUTHENTICATION_IGNORED: [
    'The protection against dictionary attacks is active: the Trusted Platform Module (TPM) is locked out after failed attempts, and the provider ignored the authorisation.',
    'Wait until the lockout of the TPM has ended, then try again with the correct authorisation.',
  ],
  NTE_VALIDATION_FAILED: [
    'The integrity or the signature of the data that was passed to the provider could not be confirmed.',
    'Obtain the data again from its source, and verify the key that signed it.',
  ],
  NTE_INCORRECT_PASSWORD: ['The password or PIN of the key is wrong.', 'Enter the correct password of the key.'],
  NTE_ENCRYPTION_FAILURE: [
    'The provider could not encrypt the data, for example because of its length or its padding.',
    'Verify the length of the data against the size of the key, and the padding.',
  ],
  NTE_DEVICE_NOT_FOUND: [
    'This machine does not have the device that the provider requires, such as a Trusted Platform Module (TPM) or a security key.',
    'Connect or enable the device, in the firmware settings if it is a TPM, or use a software provider.',
  ],
  NTE_USER_CANCELLED: [
    'The user closed the dialog box of the provider, such as that for a PIN, without confirmation.',
    'Nothing to do if the user intended it. Otherwise start the operation again.',
  ],
  NTE_PASSWORD_CHANGE_REQUIRED: [
    'The password or PIN of the key is no longer valid and must be changed.',
    'Change the password or PIN in an interactive session, then try again.',
  ],
  NTE_NOT_ACTIVE_CONSOLE: [
    'The operation is possible only in the active console session, and the call came from another session, for example over Remote Desktop.',
    'Run the operation in the session of the user at the console of the machine.',
  ],
  NTE_VBS_UNAVAILABLE: [
    'The key is to be protected by virtualization-based security (VBS), which does not run on this machine.',
    'Enable VBS (`msinfo32` shows its state), or create the key without `NCRYPT_REQUIRE_VBS_FLAG`.',
  ],
  NTE_VBS_CANNOT_DECRYPT_KEY: [
    'Virtualization-based security could not decrypt the key. A key that is protected per boot cannot be used after a restart.',
    'Create the key again, or restore it from a backup that does not depend on this machine.',
  ],
  SEC_E_INSUFFICIENT_MEMORY: [
    'The security package did not have enough memory for the request.',
    'Close other programs, or reduce the number of simultaneous connections.',
  ],
  SEC_E_INVALID_HANDLE: [
    'The handle of a credential or of a security context is not valid, for example because it was released.',
    'Connect again, so that the component acquires new credentials and a new context.',
  ],
  SEC_E_UNSUPPORTED_FUNCTION: [
    'The security package does not support the function. In TLS, the peer rejected the protocol version.',
    'Enable a version of TLS that client and server share, such as TLS 1.2, and verify the security package.',
  ],
  SEC_E_TARGET_UNKNOWN: [
    'The target of the authentication is unknown: no account has its service principal name (SPN), or its name cannot be resolved.',
    'Use the host name of the server instead of its IP address, and verify the SPN with `setspn -Q`.',
  ],
  SEC_E_INTERNAL_ERROR: [
    'The Local Security Authority (LSA) could not be contacted, or an error occurred that has no SSPI code. In TLS, the peer reported an internal error.',
    'See the events of the sources `Schannel` and `LsaSrv` in the system event log. Restart the machine if the LSA does not respond.',
  ],
  SEC_E_SECPKG_NOT_FOUND: [
    'The requested security package, such as `Negotiate`, is not installed or is misspelt.',
    'Verify the name of the package, and install the component that has it.',
  ],
  SEC_E_NOT_OWNER: [
    'The caller does not own the credentials that it passed.',
    'Use credentials that were acquired by the same account and the same process.',
  ],
  SEC_E_CANNOT_INSTALL: [
    'The security package failed to initialise and was not installed.',
    'Restart the machine, or install the software of the package again.',
  ],
  SEC_E_INVALID_TOKEN: [
    'The authentication token or TLS handshake that was received cannot be used: it is damaged or truncated, or belongs to another protocol.',
    'Verify that the port serves TLS and that no proxy changes the data. For Kerberos, raise `MaxTokenSize` if the account has many groups.',
  ],
  SEC_E_CANNOT_PACK: [
    'The security package could not serialise the security context for its transfer.',
    'Establish a new context in the other process instead of passing this one on.',
  ],
  SEC_E_QOP_NOT_SUPPORTED: [
    'The security package does not support the requested quality of protection, such as encryption or signing of each message.',
    'Choose another protection level, or another security package.',
  ],
  SEC_E_NO_IMPERSONATION: [
    'The security context does not permit the server to impersonate the client.',
    'Set the impersonation level of the client to impersonate or delegate.',
  ],
  SEC_E_LOGON_DENIED: [
    'The logon failed: user name or password is wrong, or the account is not allowed to log on. In TLS, the peer denied access. The list of SSPI status codes calls the code obsolete, but security packages return it.',
    'Correct the credentials, and read the logon failure in the security event log of the server.',
  ],
  SEC_E_UNKNOWN_CREDENTIALS: [
    'The security package did not recognise the credentials. For TLS, the private key of the certificate is often not accessible.',
    'Give the account of the service access to the private key, or pass credentials in the form that the package documents.',
  ],
  SEC_E_NO_CREDENTIALS: [
    'No credentials are available in the security package: no user is logged on to the domain, or the client certificate has no private key.',
    'Run under a domain account, pass explicit credentials, or import the certificate with its private key.',
  ],
  SEC_E_MESSAGE_ALTERED: [
    'The signature of a message does not match its contents: the message was changed on its way, or the keys of the two sides differ.',
    'Connect again. If the code persists, look for a proxy or network device that changes the data.',
  ],
  SEC_E_OUT_OF_SEQUENCE: [
    'A message was received twice or in the wrong order.',
    'Connect again, and process the messages of a context in the order of their arrival.',
  ],
  SEC_E_NO_AUTHENTICATING_AUTHORITY: [
    'No domain controller or other authority could be contacted for the authentication.',
    'Verify the network, the DNS settings and the trust with `nltest /dsgetdc:DOMAIN`.',
  ],
  SEC_E_BAD_PKGID: [
    'No security package has the identifier that was passed to the Local Security Authority.',
    'Get the identifier with `LsaLookupAuthenticationPackage`.',
  ],
  SEC_E_CONTEXT_EXPIRED: [
    'The security context was closed or has expired, for example because its Kerberos ticket has ended or the peer has closed the TLS connection.',
    'Open a new connection.',
  ],
  SEC_E_INCOMPLETE_MESSAGE: [
    'The message is not complete, and its signature was not verified. In TLS, more data must be read from the peer.',
    'Nothing to do while data still arrives. If it is the result of a request, the peer has closed the connection too early: try again.',
  ],
  SEC_E_INCOMPLETE_CREDENTIALS: [
    'The credentials are not complete, so that the context could not be initialised. In TLS, a certificate is missing.',
    'Supply user name, domain and password, or a client certificate with its private key.',
  ],
  SEC_E_BUFFER_TOO_SMALL: [
    'A buffer of an SSPI call is too small for the token or message.',
    'Read the required size with `QuerySecurityPackageInfo` or `QueryContextAttributes`, and allocate that much.',
  ],
  SEC_E_WRONG_PRINCIPAL: [
    'The name of the target does not match: the service principal name (SPN) belongs to another account, or the TLS certificate is for another name.',
    'Use the name in the certificate, or correct the SPN. `setspn -X` lists duplicates.',
  ],
  SEC_E_TIME_SKEW: [
    'The clocks of client and server differ by more than Kerberos permits, which is five minutes by default.',
    'Synchronise the clocks with `w32tm /resync`, and verify the time source of the domain.',
  ],
  SEC_E_UNTRUSTED_ROOT: [
    'The certificate chain ends in a root certification authority that is not trusted.',
    'Install the root certificate in the store `Trusted Root Certification Authorities` of the machine.',
  ],
  SEC_E_ILLEGAL_MESSAGE: [
    'A message was unexpected or badly formatted. Schannel reports most TLS alerts with this code, such as a failed handshake.',
    'See the alert in the events of the source `Schannel`, and compare the TLS versions, cipher suites and certificates of both sides.',
  ],
  SEC_E_CERT_UNKNOWN: [
    'An unknown error occurred while a certificate was processed, or the peer rejected the certificate as bad or unsupported.',
    'Verify the certificate and its chain with `certutil -verify`, and replace a certificate that is damaged.',
  ],
  SEC_E_CERT_EXPIRED: [
    'The certificate that was received has expired, or the peer reported that the certificate of this side has expired.',
    'Renew the certificate, and verify the clock of both machines.',
  ],
  SEC_E_ENCRYPT_FAILURE: [
    'The security package could not encrypt a message of the connection.',
    'Open a new connection, and verify that the enabled cipher suites suit the certificate.',
  ],
  SEC_E_DECRYPT_FAILURE: [
    'The security package could not decrypt a message of the connection, or the peer reported that it could not.',
    'Open a new connection. If the code persists, look for a network device that intercepts TLS, and update the TLS library of the peer.',
  ],
  SEC_E_ALGORITHM_MISMATCH: [
    'Client and server have no protocol version or cipher suite in common.',
    'Enable TLS 1.2 or later and a common cipher suite on both sides: `Get-TlsCipherSuite` lists those of Windows.',
  ],
  SEC_E_SECURITY_QOS_FAILED: [
    'The context could not be established with the requested quality of service, such as mutual authentication or delegation.',
    'Request only attributes that the package and the server support, or configure the server for them.',
  ],
  SEC_E_UNFINISHED_CONTEXT_DELETED: [
    'The security context was deleted before it was complete, which counts as a failed logon. In TLS, the peer cancelled the handshake.',
    'Read the log of the server for the reason why it ended the handshake, then try again.',
  ],
  SEC_E_NO_TGT_REPLY: [
    'The server requires Kerberos user-to-user authentication, but did not send a reply with a ticket-granting ticket (TGT).',
    'Run the service under an account with a registered service principal name (SPN), so that user-to-user authentication is not needed.',
  ],
  SEC_E_NO_IP_ADDRESSES: [
    'The local computer has no IP address, so that the task cannot be carried out.',
    'Connect the computer to the network, and verify its address with `ipconfig`.',
  ],
  SEC_E_WRONG_CREDENTIAL_HANDLE: [
    'The credential handle is not the one with which the security context was created.',
    'Pass the same credential handle in all calls for one context.',
  ],
  SEC_E_CRYPTO_SYSTEM_INVALID: [
    'The cryptographic system or checksum function cannot be used because a function that it requires is missing.',
    'Repair the system files with `sfc /scannow`, and install the updates of Windows.',
  ],
  SEC_E_MAX_REFERRALS_EXCEEDED: [
    'Kerberos followed the maximum number of referrals between domains without finding the service.',
    'Verify the trusts between the domains and the service principal name (SPN) of the service.',
  ],
  SEC_E_MUST_BE_KDC: [
    'The operation is possible only on a Kerberos domain controller, the key distribution center (KDC), and this machine is not one.',
    'Run the operation on a domain controller.',
  ],
  SEC_E_STRONG_CRYPTO_NOT_SUPPORTED: [
    'The other side requires strong cryptography, which this machine does not support.',
    'Install the updates of Windows, and permit AES in the policy `Network security: Configure encryption types allowed for Kerberos`.',
  ],
  SEC_E_TOO_MANY_PRINCIPALS: [
    'The reply of the key distribution center (KDC) has more than one principal name.',
    'Remove the duplicate names of the account in the directory, and verify the version of the KDC.',
  ],
  SEC_E_NO_PA_DATA: [
    'The reply of the key distribution center (KDC) does not have the expected pre-authentication (PA) data, which indicates the encryption type.',
    'Verify the supported encryption types of the account and of the KDC, particularly if the KDC does not run Windows.',
  ],
  SEC_E_PKINIT_NAME_MISMATCH: [
    'The client certificate has no valid user principal name (UPN), or its UPN does not match the name in the logon request.',
    'Issue a certificate with the UPN of the account, or correct the UPN of the account.',
  ],
  SEC_E_SMARTCARD_LOGON_REQUIRED: [
    'The account requires a logon with a smart card, and another credential was used.',
    'Log on with the smart card, or clear `Smart card is required for interactive logon` for a service account.',
  ],
  SEC_E_SHUTDOWN_IN_PROGRESS: [
    'The security package refuses the request because the machine is shutting down.',
    'Try again after the restart.',
  ],
  SEC_E_KDC_INVALID_REQUEST: [
    'The key distribution center (KDC) received a request that is not valid.',
    'Read the system event log of the domain controller, and update the Kerberos client if it is not that of Windows.',
  ],
  SEC_E_KDC_UNABLE_TO_REFER: [
    'The key distribution center (KDC) could not create a referral to the domain of the requested service.',
    'Verify the trust to that domain and the name suffix of the service.',
  ],
  SEC_E_KDC_UNKNOWN_ETYPE: [
    'The key distribution center (KDC) does not support the requested encryption type, for example because RC4 is disabled and the account has no AES key.',
    'Permit AES in `msDS-SupportedEncryptionTypes` of the account, then change its password so that AES keys are created.',
  ],
  SEC_E_UNSUPPORTED_PREAUTH: [
    'Kerberos received a pre-authentication mechanism that it does not support, for example because the domain controller has no certificate for smart card logon.',
    'Issue a certificate from the template `Kerberos Authentication` to the domain controller, or use another credential.',
  ],
  SEC_E_DELEGATION_REQUIRED: [
    'The operation needs delegation: the computer must be trusted for delegation, and the account must permit it.',
    'Configure delegation for the computer in Active Directory, and clear `Account is sensitive and cannot be delegated`.',
  ],
  SEC_E_BAD_BINDINGS: [
    'The channel bindings of the client do not match those of the TLS connection of the server, as with a proxy that ends TLS between them.',
    'Connect without the proxy, or configure Extended Protection for Authentication on the server for it.',
  ],
  SEC_E_MULTIPLE_ACCOUNTS: [
    'The client certificate is mapped to several accounts.',
    'Map the certificate to one account in Active Directory, with a strong mapping.',
  ],
  SEC_E_NO_KERB_KEY: [
    'No Kerberos key was found for the account.',
    'Reset the password of the account, which creates its keys, and verify that the service runs under that account.',
  ],
  SEC_E_CERT_WRONG_USAGE: [
    'The certificate is not valid for the requested use, such as server or client authentication.',
    'Issue a certificate with the enhanced key usage that the peer requires.',
  ],
  SEC_E_DOWNGRADE_DETECTED: [
    'Windows detected a possible attempt to weaken the authentication. The code also occurs when the domain controller that authenticated the user cannot be reached.',
    'Verify the connection to the domain controller, then log on again.',
  ],
  SEC_E_SMARTCARD_CERT_REVOKED: ['The certificate of the smart card was revoked.', smartCard],
  SEC_E_ISSUING_CA_UNTRUSTED: [
    'The certification authority (CA) that issued the smart card certificate is not trusted.',
    'Publish the CA in the `NTAuth` store of the domain, and install its root certificate on the domain controllers.',
  ],
  SEC_E_REVOCATION_OFFLINE_C: [
    'The revocation status of the smart card certificate could not be determined.',
    'Make the revocation list (CRL) of the issuing certification authority (CA) available to the domain controllers.',
  ],
  SEC_E_PKINIT_CLIENT_FAILURE: [
    'The smart card certificate that was used for the logon was not trusted.',
    'Verify the chain of the certificate with `certutil -scinfo`, and the mapping of the certificate to the account.',
  ],
  SEC_E_SMARTCARD_CERT_EXPIRED: ['The certificate of the smart card has expired.', smartCard],
  SEC_E_NO_S4U_PROT_SUPPORT: [
    'A Service for User (S4U) request was sent to a domain controller that does not support it.',
    'Use a domain controller that supports S4U, which Windows Server 2003 introduced, or log on with a password.',
  ],
  SEC_E_CROSSREALM_DELEGATION_FAILURE: [
    'The server requested Kerberos constrained delegation to a service outside its own realm. This is not supported, and indicates an error in its delegation list.',
    'Correct the list of services to which the server may delegate, or use resource-based constrained delegation.',
  ],
  SEC_E_REVOCATION_OFFLINE_KDC: [
    'The revocation status of the certificate of the domain controller could not be determined during a smart card logon.',
    'Make the certificate revocation list (CRL) of the certification authority (CA) that issued the certificate of the domain controller available to the client, and read the system event log.',
  ],
  SEC_E_ISSUING_CA_UNTRUSTED_KDC: [
    'The client does not trust the certification authority (CA) that issued the certificate of the domain controller.',
    'Install the root certificate of that CA on the client, and read the system event log.',
  ],
  SEC_E_KDC_CERT_EXPIRED: [
    'The certificate that the domain controller uses for smart card logon has expired.',
    kdcCertificate,
  ],
  SEC_E_KDC_CERT_REVOKED: [
    'The certificate that the domain controller uses for smart card logon was revoked.',
    kdcCertificate,
  ],
  SEC_E_INVALID_PARAMETER: [
    'One or more parameters of an SSPI function are not valid.',
    'Compare the arguments with the documentation of the function for the security package in use.',
  ],
  SEC_E_DELEGATION_POLICY: [
    'The policy of the client does not permit the delegation of credentials to the target server.',
    'Add the service principal name (SPN) of the server to the Group Policy `Allow delegating fresh credentials`, or connect without CredSSP.',
  ],
  SEC_E_POLICY_NLTM_ONLY: [
    'The policy of the client does not permit the delegation of credentials to a server that was authenticated with NTLM only.',
    'Connect with a name for which Kerberos works, or add the server to `Allow delegating fresh credentials with NTLM-only server authentication`.',
  ],
  SEC_E_NO_CONTEXT: [
    'The security context that the call requires does not exist.',
    'Complete the authentication before the call, and do not delete the context earlier.',
  ],
  SEC_E_PKU2U_CERT_FAILURE: [
    'The PKU2U protocol (public key cryptography based user-to-user authentication) failed to use the associated certificates.',
    'Sign in again with the online account on both machines, and verify the policy `Network security: Allow PKU2U authentication requests to this computer to use online identities`.',
  ],
  SEC_E_MUTUAL_AUTH_FAILED: [
    'The identity of the server could not be verified.',
    'Use the name for which the server has a certificate or a service principal name (SPN), and verify that the client trusts it.',
  ],
  SEC_E_ONLY_HTTPS_ALLOWED: [
    'Only the `https` scheme is allowed, and the request used another.',
    'Use an `https:` URL.',
  ],
  SEC_E_APPLICATION_PROTOCOL_MISMATCH: [
    'Client and server have no application protocol in common: the negotiation with ALPN (Application-Layer Protocol Negotiation) failed.',
    'Enable a common protocol, such as HTTP/1.1 or HTTP/2, on the server or the proxy before it.',
  ],
  SEC_E_INVALID_UPN_NAME: [
    'The format of the user name is not accepted for the sign-in.',
    'Use the email address or the user principal name (UPN) of the account, in the form `user@example.org`.',
  ],
  SEC_E_EXT_BUFFER_TOO_SMALL: [
    'The buffer that the SSPI caller passed for generic TLS extensions is too small.',
    'Call the function again with a larger buffer for the extensions.',
  ],
  SEC_E_INSUFFICIENT_BUFFERS: [
    'The SSPI caller did not pass enough security buffers (`SecBuffer`) for the result.',
    'Pass the number and the types of buffers that the documentation of the function requires.',
  ],
  TRUST_E_SUBJECT_NOT_TRUSTED: [
    'The signature of the file is present, but its subject is not trusted for the action, for example because the user refused the publisher.',
    'Add the certificate of the publisher to the store `Trusted Publishers`, or use a file of a trusted publisher.',
  ],
};
